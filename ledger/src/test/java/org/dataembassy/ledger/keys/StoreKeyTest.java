package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class StoreKeyTest {
    private final byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    /** RFC 5869, section 2: extract with a salt of zeros, expand to one block. */
    @Test
    void derivedSecretsAreThoseOfHkdf() throws Exception {
        byte[] extracted = hmac(new byte[32], secret);
        byte[] expected = hmac(extracted, concat("store/values".getBytes(UTF_8), new byte[] {1}));

        assertThat(StoreKey.of(secret).deriveSecret("store/values")).isEqualTo(expected);
    }

    @Test
    void purposesGiveSecretsOfTheirOwn() {
        StoreKey key = StoreKey.of(secret);

        assertThat(key.deriveSecret("a")).hasSize(32).isNotEqualTo(key.deriveSecret("b"));
        assertThat(key.deriveSecret("a")).isEqualTo(StoreKey.of(secret).deriveSecret("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> StoreKey.of(new byte[16]));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
