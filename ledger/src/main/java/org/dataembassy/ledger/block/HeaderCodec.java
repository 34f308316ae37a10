package org.dataembassy.ledger.block;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Micros;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.merkle.CompactRange;

/**
 * The bytes of a header: Avro binary of {@code BlockHeader.avsc}. Written by hand rather than with Avro's classes, which
 * read lengths without bounds of ours; tests show that Avro's classes read and write the same bytes.
 */
final class HeaderCodec {
    static final int FORMAT = 1;

    private static final int MAX_REGISTRY_BYTES = 40;
    private static final int MAX_SITE_BYTES = 16;
    private static final int MIN_WRAP_BYTES =
            Digest.LENGTH_BYTES + KeyGrant.ENCAPSULATION_BYTES + KeyGrant.CIPHERTEXT_BYTES;

    private static final long EARLIEST_MICROS = Micros.of(BlockHeader.EARLIEST);
    private static final long LATEST_MICROS = Micros.of(BlockHeader.LATEST);

    private HeaderCodec() {}

    static byte[] encode(BlockHeader header) {
        AvroOutput out = new AvroOutput(1024);
        out.writeLong(FORMAT);
        out.writeDigest(header.domain());
        out.writeString(header.ledger().registry());
        out.writeLong(header.ledger().partition());
        out.writeLong(header.epoch());
        out.writeDigest(header.epochId());
        out.writeString(header.site().label());
        out.writeLong(header.blockIndex());
        writeFrontier(out, header.frontier());
        out.writeLong(header.firstSequence());
        out.writeLong(header.eventCount());
        out.writeLong(Micros.of(header.firstRecordedAt()));
        out.writeLong(Micros.of(header.lastRecordedAt()));
        out.writeLong(Micros.of(header.sealedAt()));
        writeTransaction(out, header.transaction());
        writeSources(out, header.sources());
        out.writeDigest(header.eventsRoot());
        out.writeDigest(header.bodyDigest());
        out.writeLong(header.compression().ordinal());
        out.writeLong(header.cipher().ordinal());
        out.writePresent(header.dataKeyId().isPresent());
        header.dataKeyId().ifPresent(out::writeDigest);
        out.writeBytes(header.nonce());
        out.writeDigest(header.signingKeyId());
        out.writePresent(header.keyGrant().isPresent());
        header.keyGrant().ifPresent(grant -> writeGrant(out, grant));
        return out.toBytes();
    }

    static BlockHeader decode(byte[] bytes) throws MalformedBlockException {
        if (bytes.length > BlockLimits.MAX_HEADER_BYTES) {
            throw new MalformedBlockException(
                    "header: expected at most " + BlockLimits.MAX_HEADER_BYTES + " bytes, got " + bytes.length);
        }
        AvroInput in = new AvroInput(bytes);
        long format = in.readLong("format", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (format != FORMAT) {
            throw new UnknownBlockFormatException(format);
        }
        try {
            BlockHeader header = readFields(in);
            in.requireEnd();
            return header;
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException("header: " + e.getMessage(), e);
        }
    }

    private static BlockHeader readFields(AvroInput in) throws MalformedBlockException {
        Digest domain = in.readDigest("domain");
        String registry = in.readString("registry", MAX_REGISTRY_BYTES);
        LedgerId ledger = new LedgerId(registry, in.readInt("partition", 0, Integer.MAX_VALUE));
        int epoch = in.readInt("epoch", 1, Integer.MAX_VALUE);
        Digest epochId = in.readDigest("epochId");
        Site site = Site.of(in.readString("site", MAX_SITE_BYTES));
        long blockIndex = in.readLong("blockIndex", 0, Long.MAX_VALUE - 1);
        return new BlockHeader(
                domain,
                ledger,
                epoch,
                epochId,
                site,
                blockIndex,
                readFrontier(in, blockIndex),
                in.readLong("firstSequence", 0, Long.MAX_VALUE),
                in.readInt("eventCount", 1, BlockLimits.MAX_EVENTS),
                readInstant(in, "firstRecordedAt"),
                readInstant(in, "lastRecordedAt"),
                readInstant(in, "sealedAt"),
                readTransaction(in),
                readSources(in),
                in.readDigest("eventsRoot"),
                in.readDigest("bodyDigest"),
                BlockHeader.Compression.values()[
                        in.readInt("compression", 0, BlockHeader.Compression.values().length - 1)],
                BlockHeader.Cipher.values()[in.readInt("cipher", 0, BlockHeader.Cipher.values().length - 1)],
                readDataKeyId(in),
                in.readBytes("nonce", 0, AesGcm.NONCE_BYTES),
                in.readDigest("signingKeyId"),
                readGrant(in));
    }

    private static void writeFrontier(AvroOutput out, CompactRange frontier) {
        out.writeArrayCount(frontier.hashes().size());
        frontier.hashes().forEach(out::writeDigest);
        out.writeArrayEnd(frontier.hashes().size());
    }

    private static CompactRange readFrontier(AvroInput in, long blockIndex) throws MalformedBlockException {
        int count = in.readArrayCount("frontier", Long.SIZE, Digest.LENGTH_BYTES);
        List<Digest> hashes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hashes.add(in.readDigest("frontier"));
        }
        in.readArrayEnd("frontier", count);
        return new CompactRange(blockIndex, hashes);
    }

    private static void writeTransaction(AvroOutput out, List<BlockPlace> transaction) {
        out.writeArrayCount(transaction.size());
        for (BlockPlace place : transaction) {
            out.writeLong(place.partition());
            out.writeLong(place.blockIndex());
        }
        out.writeArrayEnd(transaction.size());
    }

    private static List<BlockPlace> readTransaction(AvroInput in) throws MalformedBlockException {
        int count = in.readArrayCount("transaction", BlockLimits.MAX_TRANSACTION_BLOCKS, 2);
        List<BlockPlace> transaction = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int partition = in.readInt("transaction.partition", 0, Integer.MAX_VALUE);
            transaction.add(new BlockPlace(partition, in.readLong("transaction.blockIndex", 0, Long.MAX_VALUE)));
        }
        in.readArrayEnd("transaction", count);
        return transaction;
    }

    private static void writeSources(AvroOutput out, SortedMap<String, Long> sources) {
        out.writeArrayCount(sources.size());
        for (Map.Entry<String, Long> source : sources.entrySet()) {
            out.writeString(source.getKey());
            out.writeLong(source.getValue());
        }
        out.writeArrayEnd(sources.size());
    }

    private static SortedMap<String, Long> readSources(AvroInput in) throws MalformedBlockException {
        int count = in.readArrayCount("sources", BlockLimits.MAX_SOURCES, 3);
        TreeMap<String, Long> sources = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String id = in.readString("sources.id", BlockLimits.MAX_SOURCE_ID_CHARS);
            if (i > 0 && sources.lastKey().compareTo(id) >= 0) {
                throw new MalformedBlockException("sources: expected ids sorted, each once, at item " + i);
            }
            sources.put(id, in.readLong("sources.position", 0, Long.MAX_VALUE));
        }
        in.readArrayEnd("sources", count);
        return sources;
    }

    private static Optional<Digest> readDataKeyId(AvroInput in) throws MalformedBlockException {
        return in.readPresent("dataKeyId") ? Optional.of(in.readDigest("dataKeyId")) : Optional.empty();
    }

    private static void writeGrant(AvroOutput out, KeyGrant grant) {
        out.writeDigest(grant.dataKeyId());
        out.writeArrayCount(grant.wraps().size());
        for (KeyGrant.Wrap wrap : grant.wraps()) {
            out.writeDigest(wrap.recipientKeyId());
            out.writeBytes(wrap.encapsulation());
            out.writeBytes(wrap.ciphertext());
        }
        out.writeArrayEnd(grant.wraps().size());
    }

    private static Optional<KeyGrant> readGrant(AvroInput in) throws MalformedBlockException {
        if (!in.readPresent("keyGrant")) {
            return Optional.empty();
        }
        Digest dataKeyId = in.readDigest("keyGrant.dataKeyId");
        int count = in.readArrayCount("keyGrant.wraps", BlockLimits.MAX_WRAPS, MIN_WRAP_BYTES);
        List<KeyGrant.Wrap> wraps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            wraps.add(new KeyGrant.Wrap(
                    in.readDigest("keyGrant.recipientKeyId"),
                    in.readBytes("keyGrant.encapsulation", KeyGrant.ENCAPSULATION_BYTES, KeyGrant.ENCAPSULATION_BYTES),
                    in.readBytes("keyGrant.ciphertext", KeyGrant.CIPHERTEXT_BYTES, KeyGrant.CIPHERTEXT_BYTES)));
        }
        in.readArrayEnd("keyGrant.wraps", count);
        return Optional.of(new KeyGrant(dataKeyId, wraps));
    }

    private static Instant readInstant(AvroInput in, String field) throws MalformedBlockException {
        long micros = in.readLong(field, EARLIEST_MICROS, LATEST_MICROS);
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
