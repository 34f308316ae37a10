package org.dataembassy.ledger.block;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * Seals events into blocks for one registry, epoch and signing key. Thread-safe; several blocks of different partitions
 * may be sealed at once.
 */
public final class BlockSealer {
    /** What stays the same for all blocks of a writer. */
    public record Identity(Digest domain, String registry, int epoch, Digest epochId, Site site) {}

    /**
     * One block to seal.
     *
     * @param head the ledger's head before this block
     * @param events at least one, each in the Confluent wire format, in order
     * @param schemas every schema that {@code events} use, with its text where this partition has not seen it
     * @param transaction all blocks of the transaction, this one included
     * @param sources carried forward, with the positions of this block's events
     */
    public record Request(
            LedgerId ledger,
            Head head,
            List<byte[]> events,
            List<SchemaUse> schemas,
            Instant firstRecordedAt,
            Instant lastRecordedAt,
            Instant sealedAt,
            List<BlockPlace> transaction,
            SortedMap<String, Long> sources) {}

    /** A sealed block and the head after it. */
    public record Sealed(SealedBlock block, BlockHeader header, Digest leaf, Head after) {}

    /** @param dataKeys empty exactly if the trust root says that the registry is public */
    public BlockSealer(
            Identity identity, SigningKey signingKey, Optional<DataKeySession> dataKeys, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    public Sealed seal(Request request) {
        throw new UnsupportedOperationException();
    }
}
