package org.dataembassy.site.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.dataembassy.ledger.Digest;

/**
 * Where each entry of a partition's store lies. The first byte says of what kind it is; H is a blinded name of 16
 * bytes; numbers are big-endian, so that entries of one kind lie in their order.
 *
 * <pre>
 * 00                             head
 * 01 | topic                     parked interval of a source topic
 * 02 | block index (8)           leaf and location of a block
 * 03 | H(entity)                 an entity's state and newest positions
 * 04 | H(entity) | chunk (8)     a full chunk of an entity's positions
 * 05 | H(entity) | H(part)       a large part of an entity: a text, postings
 * 06 | H(lookup, value) | H(entity) | sequence (8)        lookup entry: found there from this event on
 * 06 | H(lookup, value) | H(entity) | sequence (8) | 00   the event by which that entry ended
 * 07 | epoch (4) | block index (8) | leaf (32)   evidence of equivocation, orphan
 * 08 | H(command id)             receipt of a command (reserved)
 * 09 | fingerprint (32)          text of a schema
 * 0a | data key id (32)          data key
 * 0b | topic | 00 | offset (8)   a record inside a parked interval that is in quarantine already
 * 0c                             what this partition put into quarantine: counts and the last ones
 * </pre>
 */
public final class StoreLayout {
    static final byte HEAD = 0x00;
    static final byte PARKED = 0x01;
    static final byte BLOCK = 0x02;
    static final byte ENTITY = 0x03;
    static final byte POSITIONS = 0x04;
    static final byte PART = 0x05;
    static final byte LOOKUP = 0x06;
    static final byte EVIDENCE = 0x07;
    static final byte SCHEMA = 0x09;
    static final byte DATA_KEY = 0x0a;
    static final byte REFUSED = 0x0b;
    static final byte QUARANTINE = 0x0c;

    private StoreLayout() {}

    /** The name of a registry's store; also of its folder on disk and its changelog. */
    public static String storeName(String registry) {
        return "ledger-" + registry;
    }

    static byte[] single(byte kind) {
        return new byte[] {kind};
    }

    static byte[] parked(String topic) {
        return of(PARKED, topic.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] block(long index) {
        return of(BLOCK, longBytes(index));
    }

    static byte[] entity(byte[] blindedEntity) {
        return of(ENTITY, blindedEntity);
    }

    static byte[] positions(byte[] blindedEntity, long chunk) {
        return of(POSITIONS, blindedEntity, longBytes(chunk));
    }

    static byte[] part(byte[] blindedEntity, byte[] blindedPart) {
        return of(PART, blindedEntity, blindedPart);
    }

    static byte[] lookup(byte[] blindedValue, byte[] blindedEntity, long fromSequence) {
        return of(LOOKUP, blindedValue, blindedEntity, longBytes(fromSequence));
    }

    /** @param lookup place of the entry that has ended */
    static byte[] lookupEnd(byte[] lookup) {
        return behind(lookup);
    }

    /** Of a place of the kind {@link #LOOKUP}. */
    static boolean isLookupEnd(byte[] place) {
        return place.length > 1 + HitPlace.BYTES;
    }

    static byte[] evidence(int epoch, long blockIndex, Digest leaf) {
        return of(EVIDENCE, ByteBuffer.allocate(4).putInt(epoch).array(), longBytes(blockIndex), leaf.bytes());
    }

    static EvidenceEntry.Place evidencePlace(byte[] place) {
        ByteBuffer in = ByteBuffer.wrap(place, 1, place.length - 1);
        int epoch = in.getInt();
        long blockIndex = in.getLong();
        byte[] leaf = new byte[Digest.LENGTH_BYTES];
        in.get(leaf);
        return new EvidenceEntry.Place(epoch, blockIndex, Digest.of(leaf));
    }

    static byte[] schema(Digest fingerprint) {
        return of(SCHEMA, fingerprint.bytes());
    }

    static byte[] dataKey(Digest dataKeyId) {
        return of(DATA_KEY, dataKeyId.bytes());
    }

    static byte[] refused(String topic, long offset) {
        return of(REFUSED, topic.getBytes(StandardCharsets.US_ASCII), new byte[1], longBytes(offset));
    }

    /** The first place after this one alone. */
    static byte[] behind(byte[] place) {
        return java.util.Arrays.copyOf(place, place.length + 1);
    }

    /** The first place after all those that begin with {@code prefix}; null if there is none. */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return java.util.Arrays.copyOf(next, i + 1);
            }
        }
        return null;
    }

    /** For messages: the first byte in hexadecimal. */
    static String kindOf(byte[] place) {
        return place.length == 0 ? "(none)" : String.format(java.util.Locale.ROOT, "%02x", place[0]);
    }

    static byte[] of(byte kind, byte[]... parts) {
        int length = 1;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer place = ByteBuffer.allocate(length).put(kind);
        for (byte[] part : parts) {
            place.put(part);
        }
        return place.array();
    }

    private static byte[] longBytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
