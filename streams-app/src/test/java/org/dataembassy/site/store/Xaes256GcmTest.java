package org.dataembassy.site.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Xaes256GcmTest {
    private static final byte[] NONCE = "ABCDEFGHIJKLMNOPQRSTUVWX".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAINTEXT = "XAES-256-GCM".getBytes(StandardCharsets.US_ASCII);

    /** The vectors of the specification, one for each value of the subkey's highest bit. */
    @ParameterizedTest
    @CsvSource({
        "1, '', ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271",
        "3, c2sp.org/XAES-256-GCM, 986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"
    })
    void sealsAsThePublishedVectorsDo(byte keyByte, String associatedData, String expected) {
        // given
        byte[] aad = associatedData.getBytes(StandardCharsets.US_ASCII);
        // when
        byte[] sealed = cipher(keyByte).seal(NONCE, aad, PLAINTEXT);
        // then
        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo(expected);
    }

    @Test
    void opensWhatItSealed() throws NotAuthenticException {
        byte[] aad = {1, 2};
        byte[] sealed = cipher(5).seal(NONCE, aad, PLAINTEXT);
        assertThat(cipher(5).open(NONCE, aad, sealed, 0)).isEqualTo(PLAINTEXT);
    }

    @Test
    void refusesWhatWasAltered() {
        byte[] sealed = cipher(6).seal(NONCE, new byte[0], PLAINTEXT);
        sealed[3] ^= 1;
        assertThatThrownBy(() -> cipher(6).open(NONCE, new byte[0], sealed, 0))
                .isInstanceOf(NotAuthenticException.class);
    }

    private static Xaes256Gcm cipher(int keyByte) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) keyByte);
        return new Xaes256Gcm(key);
    }
}
