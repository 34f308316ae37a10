package org.dataembassy.ledger.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;

class KeyWrapTest {
    private final SeededRandom random = new SeededRandom(5);
    private final RecipientSecret embassy = RecipientSecret.generate(random);
    private final RecipientSecret recovery = RecipientSecret.generate(random);
    private final DataKey dataKey = DataKey.generate(random);
    private final Digest domain = Digest.sha256(new byte[] {1});
    private final Digest epochId = Digest.sha256(new byte[] {2});
    private final byte[] info =
            KeyWrap.info(domain, "population", epochId, embassy.recipientKey().keyId());

    @Test
    void aRecipientUnwrapsWhatWasWrappedToIt() throws NotAuthenticException {
        KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, embassy.recipientKey(), info, random);

        DataKey unwrapped = KeyWrap.unwrap(
                RecipientSecret.of(embassy.revealSecret()), wrapped.encapsulation(), wrapped.ciphertext(), info);

        assertThat(unwrapped).isEqualTo(dataKey);
        assertThat(unwrapped.id()).isEqualTo(dataKey.id());
        assertThat(wrapped.encapsulation()).hasSize(1120);
        assertThat(wrapped.ciphertext()).hasSize(48);
    }

    @Test
    void nobodyElseUnwrapsIt() {
        KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, embassy.recipientKey(), info, random);

        assertRefused(recovery, wrapped.encapsulation(), wrapped.ciphertext(), info);
    }

    @Test
    void aWrapIsBoundToDomainRegistryEpochAndRecipient() {
        KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, embassy.recipientKey(), info, random);
        Digest other = Digest.sha256(new byte[] {3});
        Digest keyId = embassy.recipientKey().keyId();

        for (byte[] otherInfo : new byte[][] {
            KeyWrap.info(other, "population", epochId, keyId),
            KeyWrap.info(domain, "health", epochId, keyId),
            KeyWrap.info(domain, "population", other, keyId),
            KeyWrap.info(domain, "population", epochId, other),
            new byte[0]
        }) {
            assertRefused(embassy, wrapped.encapsulation(), wrapped.ciphertext(), otherInfo);
        }
    }

    @Test
    void changedBytesAndOtherLengthsAreRefused() {
        KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, embassy.recipientKey(), info, random);

        for (int i = 0; i < wrapped.encapsulation().length; i += 37) {
            byte[] changed = wrapped.encapsulation().clone();
            changed[i] ^= 1;
            assertRefused(embassy, changed, wrapped.ciphertext(), info);
        }
        for (int i = 0; i < wrapped.ciphertext().length; i += 5) {
            byte[] changed = wrapped.ciphertext().clone();
            changed[i] ^= 1;
            assertRefused(embassy, wrapped.encapsulation(), changed, info);
        }
        for (int length : new int[] {0, 47, 49, 1119, 1121}) {
            assertRefused(embassy, Arrays.copyOf(wrapped.encapsulation(), length), wrapped.ciphertext(), info);
            assertRefused(embassy, wrapped.encapsulation(), Arrays.copyOf(wrapped.ciphertext(), length), info);
        }
        byte[] smallOrder = wrapped.encapsulation().clone();
        Arrays.fill(smallOrder, 1088, 1120, (byte) 0);
        assertRefused(embassy, smallOrder, wrapped.ciphertext(), info);
    }

    @Test
    void recipientKeysThatAreNoneAreRefused() {
        byte[] encoded = embassy.recipientKey().encoded();
        byte[] outOfRange = encoded.clone();
        outOfRange[0] = (byte) 0xff;
        outOfRange[1] = (byte) 0xff;
        byte[] smallOrder = encoded.clone();
        Arrays.fill(smallOrder, 1184, 1216, (byte) 0);

        assertThat(RecipientKey.of(encoded)).isEqualTo(embassy.recipientKey());
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientKey.of(new byte[1215]));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientKey.of(outOfRange));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientKey.of(smallOrder));
        assertThatIllegalArgumentException().isThrownBy(() -> RecipientSecret.of(new byte[31]));
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(dataKey.toString())
                .doesNotContain(HexFormat.of().formatHex(dataKey.revealSecret()).substring(0, 8));
        assertThat(embassy.toString())
                .doesNotContain(HexFormat.of().formatHex(embassy.revealSecret()).substring(0, 8));
    }

    /** draft-connolly-cfrg-xwing-kem, appendix C, first vector: seed to public key, eseed to ciphertext. */
    @Test
    void keysAndEncapsulationsAreThoseOfTheXWingDraft() {
        RecipientSecret secret = RecipientSecret.of(
                HexFormat.of().parseHex("7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"));
        byte[] encapsulationSeed = HexFormat.of()
                .parseHex("3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
                        + "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2");
        SecureRandom fixed = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(encapsulationSeed, 0, bytes, 0, bytes.length);
            }
        };

        String publicKey = HexFormat.of().formatHex(secret.recipientKey().encoded());
        String encapsulation = HexFormat.of()
                .formatHex(KeyWrap.wrap(dataKey, secret.recipientKey(), info, fixed)
                        .encapsulation());

        assertThat(publicKey)
                .startsWith("e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5b19cfc3d")
                .endsWith("eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534");
        assertThat(encapsulation)
                .startsWith("b83aa828d4d62b9a83ceffe1d3d3bb1ef31264643c070c5798927e41fb07914a273f8f96")
                .endsWith("7f31ed6f7cb1600de56f17576740ce2a32fc5145030145cfb97e63e0e41d354274a079d3e6fb2e15");
    }

    private static void assertRefused(RecipientSecret recipient, byte[] encapsulation, byte[] ciphertext, byte[] info) {
        assertThatThrownBy(() -> KeyWrap.unwrap(recipient, encapsulation, ciphertext, info))
                .isInstanceOf(NotAuthenticException.class);
    }
}
