package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;

class EventSecretTest {
    /** AES-256 of the zero block under the zero key, a value that every implementation's tests have. */
    @Test
    void theFirstSaltUnderTheZeroSecretIsTheKnownBlock() {
        EventSecret zero = EventSecret.of(new byte[32]);

        assertThat(HexFormat.of().formatHex(zero.salt(0))).isEqualTo("dc95c078a2408989ad48a21492842087");
    }

    @Test
    void saltsInOnePassAreTheSaltsOneByOne() {
        EventSecret secret = EventSecret.generate(new SeededRandom(1));

        byte[] salts = secret.salts(300);

        for (int i = 0; i < 300; i++) {
            assertThat(Arrays.copyOfRange(salts, 16 * i, 16 * (i + 1))).isEqualTo(secret.salt(i));
        }
        assertThat(secret.salt(70_000)).isNotEqualTo(secret.salt(70_000 - 65_536));
    }

    @Test
    void aSecretHasThirtyTwoBytesOfItsOwn() {
        byte[] bytes = new byte[32];
        EventSecret secret = EventSecret.of(bytes);
        bytes[0] = 1;
        secret.revealSecret()[1] = 1;

        assertThat(secret.revealSecret()).isEqualTo(new byte[32]);
        assertThat(secret.toString()).doesNotContain("00");
        assertThatIllegalArgumentException().isThrownBy(() -> EventSecret.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> secret.salt(-1));
    }
}
