package org.dataembassy.ledger.block;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.merkle.CompactRange;

/**
 * A block's header, see {@code schemas/src/main/avro/wire/BlockHeader.avsc}. A header that exists is valid in itself;
 * whether it fits a ledger is for package accept. Immutable.
 *
 * @param epoch from 1
 * @param blockIndex from 0
 * @param frontier compact range of the leaves of the blocks below this one
 * @param firstSequence from 0; at least {@code blockIndex}, because no block is empty
 * @param eventCount 1 to {@link BlockLimits#MAX_EVENTS}
 * @param firstRecordedAt whole microseconds in the years 1 to 9999, as are all instants here
 * @param lastRecordedAt not before {@code firstRecordedAt}
 * @param sealedAt the writer's clock; nothing is ordered by it
 * @param transaction sorted by partition and index, without repetition, this block included
 * @param sources at most {@link BlockLimits#MAX_SOURCES}; ids are 1 to 128 printable ASCII characters, positions at
 *     least 0
 * @param dataKeyId present exactly if the body is encrypted
 * @param nonce 12 bytes if the body is encrypted, else none
 * @param keyGrant only for {@code dataKeyId}
 */
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

    /** 0001-01-01T00:00:00Z and the last microsecond of 9999. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** The order is that of the wire. */
    public enum Compression {
        NONE,
        ZSTD
    }

    /** The order is that of the wire. */
    public enum Cipher {
        NONE,
        AES_256_GCM
    }

    public BlockHeader {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(ledger, "ledger");
        require(epoch >= 1, "epoch", "at least 1", epoch);
        Objects.requireNonNull(epochId, "epochId");
        Objects.requireNonNull(site, "site");
        require(blockIndex >= 0 && blockIndex < Long.MAX_VALUE, "blockIndex", "0 to 2^63 - 2", blockIndex);
        require(frontier.size() == blockIndex, "frontier", "a range of " + blockIndex + " blocks", frontier.size());
        require(
                eventCount >= 1 && eventCount <= BlockLimits.MAX_EVENTS,
                "eventCount",
                "1 to " + BlockLimits.MAX_EVENTS,
                eventCount);
        require(
                firstSequence >= blockIndex
                        && firstSequence <= Long.MAX_VALUE - eventCount
                        && (blockIndex > 0 || firstSequence == 0),
                "firstSequence",
                "at least one event for each of " + blockIndex + " blocks, and room for this one's",
                firstSequence);
        requireInstant("firstRecordedAt", firstRecordedAt);
        requireInstant("lastRecordedAt", lastRecordedAt);
        requireInstant("sealedAt", sealedAt);
        if (lastRecordedAt.isBefore(firstRecordedAt)) {
            throw new IllegalArgumentException("lastRecordedAt: expected no time before firstRecordedAt");
        }
        transaction = List.copyOf(transaction);
        requireTransaction(transaction, new BlockPlace(ledger.partition(), blockIndex));
        sources = sorted(sources);
        Objects.requireNonNull(eventsRoot, "eventsRoot");
        Objects.requireNonNull(bodyDigest, "bodyDigest");
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(cipher, "cipher");
        nonce = nonce.clone();
        boolean encrypted = cipher == Cipher.AES_256_GCM;
        require(
                dataKeyId.isPresent() == encrypted,
                "dataKeyId",
                encrypted ? "one, for the body is encrypted" : "none, for the body is not encrypted",
                dataKeyId.isPresent() ? 1 : 0);
        require(
                nonce.length == (encrypted ? AesGcm.NONCE_BYTES : 0),
                "nonce",
                encrypted ? "12 bytes" : "none",
                nonce.length);
        Objects.requireNonNull(signingKeyId, "signingKeyId");
        if (keyGrant.isPresent() && !keyGrant.map(KeyGrant::dataKeyId).equals(dataKeyId)) {
            throw new IllegalArgumentException("keyGrant: expected a grant of the header's dataKeyId");
        }
    }

    /** A copy. */
    @Override
    public byte[] nonce() {
        return nonce.clone();
    }

    /** Sequence of the last event. */
    public long lastSequence() {
        return firstSequence + eventCount - 1;
    }

    public BlockPlace place() {
        return new BlockPlace(ledger.partition(), blockIndex);
    }

    /** The exact bytes that are signed (after {@link BlockSignature}'s domain prefix). */
    public byte[] encode() {
        return HeaderCodec.encode(this);
    }

    /**
     * Strict: every bound is checked before anything is allocated, no byte may be left over, and each header has exactly
     * one encoding, so that two different byte strings never mean the same.
     *
     * @throws UnknownBlockFormatException if the bytes begin with a format other than 1
     */
    public static BlockHeader decode(byte[] bytes) throws MalformedBlockException {
        return HeaderCodec.decode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockHeader that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Objects.hash(ledger, blockIndex, bodyDigest);
    }

    private static void requireInstant(String field, Instant instant) {
        if (instant.isBefore(EARLIEST)
                || instant.isAfter(LATEST)
                || !instant.equals(instant.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException(field + ": expected whole microseconds in the years 1 to 9999");
        }
    }

    private static void requireTransaction(List<BlockPlace> transaction, BlockPlace self) {
        require(
                transaction.size() <= BlockLimits.MAX_TRANSACTION_BLOCKS,
                "transaction",
                "at most " + BlockLimits.MAX_TRANSACTION_BLOCKS + " blocks",
                transaction.size());
        boolean containsSelf = false;
        for (int i = 0; i < transaction.size(); i++) {
            BlockPlace place = transaction.get(i);
            containsSelf |= place.equals(self);
            if (i > 0 && transaction.get(i - 1).compareTo(place) >= 0) {
                throw new IllegalArgumentException(
                        "transaction: expected blocks sorted by partition and index, each once");
            }
        }
        if (!containsSelf) {
            throw new IllegalArgumentException("transaction: expected this block to be among its blocks");
        }
    }

    private static SortedMap<String, Long> sorted(SortedMap<String, Long> sources) {
        require(
                sources.size() <= BlockLimits.MAX_SOURCES,
                "sources",
                "at most " + BlockLimits.MAX_SOURCES,
                sources.size());
        TreeMap<String, Long> copy = new TreeMap<>();
        sources.forEach((id, position) -> {
            if (!isSourceId(id) || position < 0) {
                throw new IllegalArgumentException(
                        "sources: expected ids of 1 to 128 printable ASCII characters and positions of at least 0");
            }
            copy.put(id, position);
        });
        return Collections.unmodifiableSortedMap(copy);
    }

    /** Whether {@code id} may name an input in {@code sources}: 1 to 128 printable ASCII characters. */
    public static boolean isSourceId(String id) {
        return !id.isEmpty()
                && id.length() <= BlockLimits.MAX_SOURCE_ID_CHARS
                && id.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private static void require(boolean holds, String field, String expected, long got) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": expected " + expected + ", got " + got);
        }
    }
}
