package org.dataembassy.producers.legislation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.dataembassy.ledger.Digest;

/**
 * Names the source that an input is, and each of its lines, by content: the source by its first line, so that an input is
 * the same source when it has grown, was renamed, compressed or comes through a pipe; a line by its number and a running
 * digest of all lines up to it, so that its event id is another one as soon as any earlier line is. Not thread-safe.
 */
final class LineChain {
    private static final byte[] SOURCE_DOMAIN = "data-embassy/import-line/v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SOURCE_DIGITS = 16;

    private final String sourceId;
    private Digest running = Digest.of(new byte[Digest.LENGTH_BYTES]);
    private long lines;

    private LineChain(String sourceId) {
        this.sourceId = sourceId;
    }

    /** @param firstLine without its end */
    static LineChain startingWith(byte[] firstLine) {
        return new LineChain("jsonl:" + Digest.sha256(firstLine).hex().substring(0, SOURCE_DIGITS));
    }

    /** "jsonl:" and 16 hexadecimal digits. */
    String sourceId() {
        return sourceId;
    }

    /**
     * Takes the next line in and names it: a UUID of version 8 (RFC 9562 section 5.8) from a SHA-256 over the source id,
     * the line's number and the digest of all lines so far.
     */
    UUID next(RawLine line) {
        if (line.number() != lines + 1) {
            throw new IllegalStateException(
                    "lines must come in order: expected " + (lines + 1) + ", got " + line.number());
        }
        lines++;
        running = Digest.sha256(running.bytes(), Digest.sha256(line.bytes()).bytes());
        MessageDigest sha = Digest.newSha256();
        sha.update(SOURCE_DOMAIN);
        sha.update(sourceId.getBytes(StandardCharsets.US_ASCII));
        sha.update((byte) 0);
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(lines).array());
        return uuid(sha.digest(running.bytes()));
    }

    private static UUID uuid(byte[] hash) {
        ByteBuffer bits = ByteBuffer.wrap(hash);
        long high = (bits.getLong() & ~0xF000L) | 0x8000L;
        long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
