package org.dataembassy.ledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesGcmTest {
    private final DataKey key = DataKey.generate(new SecureRandom());
    private final byte[] nonce = new byte[12];
    private final byte[] otherNonce = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private final byte[] associated = {1, 2, 3};

    @Test
    void whatWasSealedOpensInAnyRange() throws NotAuthenticException {
        byte[] plaintext = {9, 8, 7, 6, 5, 4};

        byte[] sealed = AesGcm.seal(key, nonce, associated, plaintext);
        byte[] room = new byte[40];
        int written = AesGcm.seal(key, otherNonce, associated, plaintext, 1, 4, room, 3);
        byte[] opened = new byte[10];
        int read = AesGcm.open(key, otherNonce, associated, room, 3, written, opened, 2);

        assertThat(AesGcm.open(key, nonce, associated, sealed)).isEqualTo(plaintext);
        assertThat(AesGcm.open(key.revealSecret(), nonce, associated, sealed)).isEqualTo(plaintext);
        assertThat(written).isEqualTo(20);
        assertThat(read).isEqualTo(4);
        assertThat(opened).containsExactly(0, 0, 8, 7, 6, 5, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 511, 512, 513, 4_095, 70_001})
    void whatIsSealedInStepsIsWhatAnyoneElseSealsAtOnce(int length) throws Exception {
        byte[] plaintext = new byte[length];
        new Random(length).nextBytes(plaintext);
        Cipher atOnce = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        atOnce.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key.revealSecret(), "AES"), new GCMParameterSpec(128, nonce));
        atOnce.updateAAD(associated);

        byte[] sealed = AesGcm.seal(key, nonce, associated, plaintext);

        assertThat(sealed).isEqualTo(atOnce.doFinal(plaintext));
        assertThat(AesGcm.open(key, nonce, associated, sealed)).isEqualTo(plaintext);
    }

    @Test
    void preparingChangesNothingForWhoeverSealsInTheSameThread() throws NotAuthenticException {
        AesGcm.prepare();

        byte[] sealed = AesGcm.seal(key, nonce, associated, new byte[] {9, 8, 7});

        assertThat(AesGcm.open(key, nonce, associated, sealed)).containsExactly(9, 8, 7);
    }

    @Test
    void anythingElseDoesNotOpenAndLeavesNothingBehind() {
        byte[] sealed = AesGcm.seal(key, nonce, associated, new byte[] {9, 8, 7});
        byte[] opened = new byte[3];

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> AesGcm.open(key, nonce, associated, changed, 0, changed.length, opened, 0))
                    .isInstanceOf(NotAuthenticException.class);
            assertThat(opened).containsOnly(0);
        }
        assertThatThrownBy(() -> AesGcm.open(key, nonce, new byte[] {1, 2}, sealed))
                .isInstanceOf(NotAuthenticException.class);
        assertThatThrownBy(() -> AesGcm.open(key, otherNonce, associated, sealed))
                .isInstanceOf(NotAuthenticException.class);
        assertThatThrownBy(() -> AesGcm.open(DataKey.of(new byte[32]), nonce, associated, sealed))
                .isInstanceOf(NotAuthenticException.class);
        for (int length = 0; length < sealed.length; length++) {
            byte[] truncated = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> AesGcm.open(key, nonce, associated, truncated))
                    .isInstanceOf(NotAuthenticException.class);
        }
    }

    @Test
    void keysAndNoncesOfAnotherLengthAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AesGcm.seal(new byte[16], nonce, associated, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> AesGcm.seal(key, new byte[16], associated, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> DataKey.of(new byte[31]));
    }

    /** The GCM specification (McGrew and Viega), test cases 13 and 14. */
    @ParameterizedTest
    @CsvSource({
        "0, 530f8afbc74536b9a963b4f1c4cb738b",
        "16, cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
    })
    void resultsAreThoseOfTheSpecification(int zeros, String sealed) {
        // A seal before this one in the same thread may have had the same key and nonce.
        AesGcm.seal(zeroKey(), otherNonce, null, new byte[0]);

        assertThat(AesGcm.seal(zeroKey(), nonce, null, new byte[zeros]))
                .isEqualTo(HexFormat.of().parseHex(sealed));
    }

    @Test
    void oneNonceTwiceInARowIsRefused() {
        AesGcm.seal(key, nonce, associated, new byte[1]);

        assertThatThrownBy(() -> AesGcm.seal(key, nonce, associated, new byte[1]))
                .isInstanceOf(IllegalStateException.class);
    }

    private static byte[] zeroKey() {
        return new byte[32];
    }
}
