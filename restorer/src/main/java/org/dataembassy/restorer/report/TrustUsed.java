package org.dataembassy.restorer.report;

import java.time.Instant;
import org.dataembassy.ledger.Digest;

/** The trust root that everything was verified with. */
public record TrustUsed(Digest domain, long version, Digest digest, Instant expires, boolean expired) {}
