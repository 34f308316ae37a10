package org.dataembassy.site.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.keys.StoreKey;

/**
 * Encrypts, authenticates and blinds the entries of one ledger's store.
 *
 * <pre>
 * value  = 0x01 || nonce (24: random, or 20 random and a counter within a batch) || XAES-256-GCM ciphertext and tag
 * AAD    = "data-embassy/store/v1" || 0x00 || length(store name) (2) || store name || partition (4) || entry's place
 * blind  = the first 16 bytes of HMAC-SHA256 over length-prefixed parts
 * term   = HMAC-SHA256 over length(place) (2) || place || value
 * </pre>
 *
 * <p>The secrets derive from the site's store key, for each registry on its own, that of the terms for each partition
 * (HKDF-SHA256, RFC 5869). The entry's
 * place is the exact bytes under which it is stored, so that a value moved to another place, partition or store doesn't
 * authenticate. That a value is the newest written at its place, and that none is missing, shows by the multiset hash
 * over all of the store ({@link StoreCheck}).
 *
 * <p>Thread-safe.
 */
public final class StoreSecrets {
    /** Bytes of a blinded name. */
    public static final int BLINDED_BYTES = 16;

    private static final byte FORMAT = 1;
    private static final byte[] LABEL = "data-embassy/store/v1".getBytes(StandardCharsets.US_ASCII);

    private final LedgerId ledger;
    private final Xaes256Gcm cipher;
    private final ThreadLocal<Mac> blinding;
    private final ThreadLocal<Mac> multiset;
    private final byte[] associatedPrefix;
    private final SecureRandom random;

    /** @param random for nonces; the JDK's is safe to share between threads */
    public StoreSecrets(StoreKey storeKey, LedgerId ledger, SecureRandom random) {
        this.ledger = ledger;
        this.random = random;
        this.cipher = new Xaes256Gcm(storeKey.deriveSecret("data-embassy/store/v1/values/" + ledger.registry()));
        byte[] blindingSecret = storeKey.deriveSecret("data-embassy/store/v1/blinding/" + ledger.registry());
        this.blinding = ThreadLocal.withInitial(() -> hmac(blindingSecret));
        byte[] multisetSecret =
                storeKey.deriveSecret("data-embassy/store/v1/multiset/" + ledger.registry() + "/" + ledger.partition());
        this.multiset = ThreadLocal.withInitial(() -> hmac(multisetSecret));
        byte[] name = StoreLayout.storeName(ledger.registry()).getBytes(StandardCharsets.US_ASCII);
        this.associatedPrefix = ByteBuffer.allocate(LABEL.length + 1 + 2 + name.length + 4)
                .put(LABEL)
                .put((byte) 0)
                .putShort((short) name.length)
                .put(name)
                .putInt(ledger.partition())
                .array();
    }

    LedgerId ledger() {
        return ledger;
    }

    byte[] seal(byte[] place, byte[] entry) {
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher.seal(nonce, associatedData(place), entry);
        return ByteBuffer.allocate(1 + nonce.length + sealed.length)
                .put(FORMAT)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Seals the values of one batch (docs/decisions/0030). */
    Batch batch() {
        byte[] start = new byte[Xaes256Gcm.Run.START_BYTES];
        random.nextBytes(start);
        return new Batch(cipher.run(start));
    }

    /** As {@link StoreSecrets#seal}, many in a row; for one thread, and for no longer than a block takes. */
    final class Batch {
        private final Xaes256Gcm.Run run;

        private Batch(Xaes256Gcm.Run run) {
            this.run = run;
        }

        byte[] seal(byte[] place, byte[] entry) {
            byte[] value = new byte[1 + Xaes256Gcm.NONCE_BYTES + entry.length + AesGcm.TAG_BYTES];
            value[0] = FORMAT;
            run.seal(associatedData(place), entry, value, 1);
            return value;
        }
    }

    /** @throws StoreCorruptException unless it is a value that this site sealed for this place */
    byte[] open(byte[] place, byte[] value) {
        int prefix = 1 + Xaes256Gcm.NONCE_BYTES;
        if (value.length < prefix + AesGcm.TAG_BYTES || value[0] != FORMAT) {
            throw new StoreCorruptException(
                    ledger, "an entry of kind " + StoreLayout.kindOf(place) + " is not in a format known here");
        }
        try {
            return cipher.open(Arrays.copyOfRange(value, 1, prefix), associatedData(place), value, prefix);
        } catch (NotAuthenticException e) {
            throw new StoreCorruptException(
                    ledger, "an entry of kind " + StoreLayout.kindOf(place) + " does not authenticate");
        }
    }

    /** The term of an entry in its partition's {@link MultisetHash}, over exactly the bytes that are stored. */
    MultisetHash term(byte[] place, byte[] value) {
        Mac mac = multiset.get();
        // A place has less than 2^16 bytes: topics have at most 249.
        mac.update((byte) (place.length >>> 8));
        mac.update((byte) place.length);
        mac.update(place);
        return MultisetHash.of(mac.doFinal(value));
    }

    /** The name under which {@code parts} are filed; each is framed by its length. */
    byte[] blind(String... parts) {
        Mac mac = blinding.get();
        for (String part : parts) {
            byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
            mac.update(utf8);
        }
        return Arrays.copyOf(mac.doFinal(), BLINDED_BYTES);
    }

    private byte[] associatedData(byte[] place) {
        byte[] all = Arrays.copyOf(associatedPrefix, associatedPrefix.length + place.length);
        System.arraycopy(place, 0, all, associatedPrefix.length, place.length);
        return all;
    }

    private static Mac hmac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256 of SunJCE", e);
        }
    }
}
