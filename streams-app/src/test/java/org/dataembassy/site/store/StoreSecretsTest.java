package org.dataembassy.site.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;

final class StoreSecretsTest {
    private static final LedgerId LEDGER = new LedgerId("population", 3);
    private static final String GOLDEN =
            "0173d51abbd89cb8196f0efb6892f94d68fccc2c35f0b846098e459f14431ed1ee2d40e0747c5a61c48c80f0";
    private static final byte[] ENTRY = {1, 2, 3};

    @Test
    void aValueOpensAtItsOwnPlaceOnly() {
        // given
        byte[] place = StoreLayout.block(7);
        byte[] value = secrets(LEDGER).seal(place, ENTRY);
        // when, then
        assertThat(secrets(LEDGER).open(place, value)).isEqualTo(ENTRY);
        assertCorrupt(secrets(LEDGER), StoreLayout.block(8), value);
        assertCorrupt(secrets(new LedgerId("population", 4)), place, value);
        assertCorrupt(secrets(new LedgerId("health", 3)), place, value);
    }

    @Test
    void aValueOfAnotherSiteDoesNotOpen() {
        byte[] place = StoreLayout.block(7);
        byte[] other = new StoreSecrets(storeKey(2), LEDGER, new SecureRandom()).seal(place, ENTRY);
        assertCorrupt(secrets(LEDGER), place, other);
    }

    @Test
    void anyAlteredByteIsFound() {
        byte[] place = StoreLayout.single(StoreLayout.HEAD);
        byte[] value = secrets(LEDGER).seal(place, ENTRY);
        for (int i = 0; i < value.length; i++) {
            byte[] altered = value.clone();
            altered[i] ^= 1;
            assertCorrupt(secrets(LEDGER), place, altered);
            assertCorrupt(secrets(LEDGER), place, Arrays.copyOf(value, i));
        }
    }

    @Test
    void theSameEntryNeverLooksTheSame() {
        StoreSecrets secrets = secrets(LEDGER);
        assertThat(secrets.seal(StoreLayout.block(1), ENTRY)).isNotEqualTo(secrets.seal(StoreLayout.block(1), ENTRY));
    }

    @Test
    void aBatchSealsEachValueUnderANonceOfItsOwn() {
        // given
        StoreSecrets secrets = secrets(LEDGER);
        Set<String> nonces = new HashSet<>();
        // when
        for (int batch = 0; batch < 10; batch++) {
            StoreSecrets.Batch sealing = secrets.batch();
            for (int i = 0; i < 100; i++) {
                byte[] value = sealing.seal(StoreLayout.block(i), ENTRY);
                nonces.add(hex(Arrays.copyOfRange(value, 1, 1 + Xaes256Gcm.NONCE_BYTES)));
                assertThat(secrets(LEDGER).open(StoreLayout.block(i), value)).isEqualTo(ENTRY);
                assertCorrupt(secrets, StoreLayout.block(i + 1), value);
            }
        }
        // then
        assertThat(nonces).hasSize(1_000);
    }

    @Test
    void aValueOfABatchOpensAsTheSpecificationHasIt() throws NotAuthenticException {
        // given
        Xaes256Gcm cipher = new Xaes256Gcm(new byte[32]);
        byte[] aad = {9};
        byte[] into = new byte[2 + Xaes256Gcm.NONCE_BYTES + ENTRY.length + 16];
        Xaes256Gcm.Run run = cipher.run(new byte[Xaes256Gcm.Run.START_BYTES]);
        // when
        run.seal(aad, ENTRY, into, 2);
        run.seal(aad, ENTRY, into, 2);
        // then: the second value of the run
        byte[] nonce = new byte[Xaes256Gcm.NONCE_BYTES];
        nonce[Xaes256Gcm.NONCE_BYTES - 1] = 1;
        assertThat(Arrays.copyOfRange(into, 2, 2 + nonce.length)).isEqualTo(nonce);
        assertThat(cipher.open(nonce, aad, into, 2 + nonce.length)).isEqualTo(ENTRY);
    }

    @Test
    void blindedNamesTellNothingAndDontRunTogether() {
        StoreSecrets secrets = secrets(LEDGER);
        assertThat(secrets.blind("38001085718")).hasSize(16);
        assertThat(secrets.blind("a", "bc")).isNotEqualTo(secrets.blind("ab", "c"));
        assertThat(secrets.blind("a"))
                .isNotEqualTo(secrets(new LedgerId("health", 3)).blind("a"));
        assertThat(secrets.blind("a"))
                .isEqualTo(secrets(new LedgerId("population", 0)).blind("a"));
    }

    /** What lies on disks and in changelogs stays readable: these bytes never change. */
    @Test
    void oldValuesAndNamesStayWhatTheyWere() {
        StoreSecrets secrets = new StoreSecrets(storeKey(1), LEDGER, new SeededRandom(1));
        byte[] place = StoreLayout.block(7);
        assertThat(hex(secrets.blind("38001085718"))).isEqualTo("b1d5b9189ae5235d2eefd91031e53a8a");
        assertThat(hex(secrets.seal(place, ENTRY))).isEqualTo(GOLDEN);
        assertThat(secrets.open(place, HexFormat.of().parseHex(GOLDEN))).isEqualTo(ENTRY);
    }

    private static void assertCorrupt(StoreSecrets secrets, byte[] place, byte[] value) {
        assertThatThrownBy(() -> secrets.open(place, value)).isInstanceOf(StoreCorruptException.class);
    }

    private static StoreSecrets secrets(LedgerId ledger) {
        return new StoreSecrets(storeKey(1), ledger, new SecureRandom());
    }

    private static StoreKey storeKey(int filledWith) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) filledWith);
        return StoreKey.of(secret);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
