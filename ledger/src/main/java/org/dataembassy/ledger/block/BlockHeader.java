package org.dataembassy.ledger.block;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.merkle.CompactRange;

/** A block's header, see {@code schemas/src/main/avro/wire/BlockHeader.avsc}. Instants have microseconds. */
public record BlockHeader(
        Digest domain,
        LedgerId ledger,
        int epoch,
        Digest epochId,
        Site site,
        long blockIndex,
        CompactRange frontier,
        long firstSequence,
        int eventCount,
        Instant firstRecordedAt,
        Instant lastRecordedAt,
        Instant sealedAt,
        List<BlockPlace> transaction,
        SortedMap<String, Long> sources,
        Digest eventsRoot,
        Digest bodyDigest,
        Compression compression,
        Cipher cipher,
        Optional<Digest> dataKeyId,
        byte[] nonce,
        Digest signingKeyId,
        Optional<KeyGrant> keyGrant) {

    public enum Compression {
        NONE,
        ZSTD
    }

    public enum Cipher {
        NONE,
        AES_256_GCM
    }

    /** Sequence of the last event. */
    public long lastSequence() {
        return firstSequence + eventCount - 1;
    }

    /** The exact bytes that are signed. */
    public byte[] encode() {
        throw new UnsupportedOperationException();
    }

    /** Strict: every bound is checked before anything is allocated, no byte may be left over. */
    public static BlockHeader decode(byte[] bytes) throws MalformedBlockException {
        throw new UnsupportedOperationException();
    }
}
