package org.dataembassy.ledger.block;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.merkle.CompactRange;

/** A header in which every field has a value of its own, for tests of the encoding. */
final class SampleHeader {
    private SampleHeader() {}

    static BlockHeader encrypted() {
        return new BlockHeader(
                digest(1),
                new LedgerId("population", 17),
                2,
                digest(2),
                Site.EMBASSY,
                5,
                new CompactRange(5, List.of(digest(3), digest(4))),
                1_234_567_890_123L,
                1_000,
                Instant.parse("1890-06-30T23:59:59.000001Z"),
                Instant.parse("2026-11-22T01:02:03.456789Z"),
                Instant.parse("2026-11-22T01:02:03.5Z"),
                List.of(new BlockPlace(16, 900), new BlockPlace(17, 5), new BlockPlace(17, 6)),
                new TreeMap<>(Map.of("file:register.jsonl.gz", 77L, "outbox", Long.MAX_VALUE)),
                digest(5),
                digest(6),
                BlockHeader.Compression.ZSTD,
                BlockHeader.Cipher.AES_256_GCM,
                Optional.of(digest(7)),
                filled(12, 8),
                digest(9),
                Optional.of(new KeyGrant(
                        digest(7),
                        List.of(
                                new KeyGrant.Wrap(digest(10), filled(1120, 11), filled(48, 12)),
                                new KeyGrant.Wrap(digest(13), filled(1120, 14), filled(48, 15))))));
    }

    static BlockHeader firstAndPublic() {
        return new BlockHeader(
                digest(1),
                new LedgerId("legislation", 0),
                1,
                digest(1),
                Site.HOME,
                0,
                CompactRange.EMPTY,
                0,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(new BlockPlace(0, 0)),
                new TreeMap<>(),
                digest(5),
                digest(6),
                BlockHeader.Compression.NONE,
                BlockHeader.Cipher.NONE,
                Optional.empty(),
                new byte[0],
                digest(9),
                Optional.empty());
    }

    static Digest digest(int fill) {
        return Digest.of(filled(32, fill));
    }

    static byte[] filled(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return bytes;
    }
}
