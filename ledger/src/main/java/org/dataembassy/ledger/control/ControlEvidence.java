package org.dataembassy.ledger.control;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * Signed statements that a {@link ControlView} rests on, as they were signed: what a proof takes along. Immutable; the
 * arrays are not to be modified.
 *
 * @param trustRoots all believed versions, the genesis first
 * @param schemaStatements by fingerprint, the envelope of a statement that publishes the schema
 * @param closingStatements by signing key id, the envelopes of the statements that close it
 */
public record ControlEvidence(
        List<SignedTrustRoot> trustRoots,
        Map<Digest, byte[]> schemaStatements,
        Map<Digest, List<byte[]>> closingStatements) {
    public ControlEvidence {
        trustRoots = List.copyOf(trustRoots);
        schemaStatements = Map.copyOf(schemaStatements);
        closingStatements = closingStatements.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }
}
