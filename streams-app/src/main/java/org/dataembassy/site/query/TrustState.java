package org.dataembassy.site.query;

import java.time.Instant;
import org.dataembassy.ledger.Digest;

/** The trust root under which blocks were judged. An expired one is an alarm; the service goes on. */
public record TrustState(long version, Digest digest, Instant expires, boolean expired) {}
