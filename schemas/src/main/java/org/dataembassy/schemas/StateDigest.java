package org.dataembassy.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.avro.Schema;

/**
 * The digest of a whole registry's state, equal at both sites, on a standby and in every restore:
 *
 * <pre>
 * SHA-256( for each entity, by entity id: length(4, big-endian) || entity id (UTF-8) || state (Avro binary)
 *          || state schema fingerprint (32) )
 * </pre>
 *
 * <p>Entities come in ascending order of their id's UTF-8 bytes, compared as unsigned; anything else is refused. A
 * state needs no length: Avro binary ends itself. Not thread-safe; one instance, one digest.
 */
public final class StateDigest {

    /** The order in which entities are added. Not that of {@link String#compareTo}, which compares UTF-16. */
    public static final Comparator<String> ENTITY_ORDER = StateDigest::compareCodePoints;

    private final MessageDigest sha256 = SchemaFingerprint.sha256();
    private final byte[] schemaFingerprint;
    private byte[] lastId;
    private long count;
    private byte[] digest;

    /** @param stateSchema {@link RegistryModel#stateSchema()} of the registry */
    public StateDigest(Schema stateSchema) {
        this.schemaFingerprint = SchemaFingerprint.of(stateSchema);
    }

    /**
     * Adds the next entity.
     *
     * @param stateBytes from {@link StateCodec#encode}
     * @throws IllegalArgumentException if the entity id is not above the one before
     * @throws IllegalStateException after {@link #digest()}
     */
    public void add(String entityId, byte[] stateBytes) {
        add(entityId, stateBytes, 0, stateBytes.length);
    }

    /** As {@link #add(String, byte[])}, for a state that lies within an array. */
    public void add(String entityId, byte[] bytes, int from, int length) {
        if (digest != null) {
            throw new IllegalStateException("the digest has been taken; nothing can be added to it");
        }
        byte[] id = entityId.getBytes(StandardCharsets.UTF_8);
        if (lastId != null && Arrays.compareUnsigned(lastId, id) >= 0) {
            throw new IllegalArgumentException("entity " + count
                    + " is not above the one before it: add entities in ascending order of their id's UTF-8 bytes");
        }
        sha256.update(ByteBuffer.allocate(4).putInt(id.length).flip());
        sha256.update(id);
        sha256.update(bytes, from, length);
        lastId = id;
        count++;
    }

    /** UTF-8 bytes have the order of code points; UTF-16 has those beyond U+FFFF in front of U+E000. */
    private static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char one = a.charAt(i);
            char other = b.charAt(i);
            if (one != other) {
                boolean beyond = Character.isSurrogate(one);
                return beyond == Character.isSurrogate(other) ? Character.compare(one, other) : beyond ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /**
     * The first eight bytes of an entity id's UTF-8 form, zeros behind a shorter one. Of two ids with different prefixes the
     * one with the smaller, as unsigned, comes first.
     */
    public static long prefix(String entityId) {
        int chars = Math.min(Long.BYTES, entityId.length());
        long prefix = 0;
        for (int i = 0; i < chars; i++) {
            char c = entityId.charAt(i);
            if (c >= 0x80) {
                byte[] bytes = Arrays.copyOf(entityId.getBytes(StandardCharsets.UTF_8), Long.BYTES);
                return ByteBuffer.wrap(bytes).getLong();
            }
            prefix |= (long) c << Long.SIZE - Byte.SIZE * (i + 1);
        }
        return prefix;
    }

    /** Entities added so far. */
    public long count() {
        return count;
    }

    /** The digest, 32 bytes; ends the adding. */
    public byte[] digest() {
        if (digest == null) {
            sha256.update(schemaFingerprint);
            digest = sha256.digest();
        }
        return digest.clone();
    }
}
