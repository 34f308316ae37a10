package org.dataembassy.site.query;

import java.util.List;
import org.dataembassy.ledger.Digest;

/**
 * The state digest of a whole registry, and the heads of all its partitions at that moment.
 *
 * @param stateSchema fingerprint of the schema in which states are digested
 */
public record DigestAnswer(Digest digest, long entities, Digest stateSchema, List<Provenance> provenance) {}
