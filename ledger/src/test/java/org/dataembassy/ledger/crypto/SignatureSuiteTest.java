package org.dataembassy.ledger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every signature must hold, and the ways in which a composite can be cheated. */
class SignatureSuiteTest {
    private static final byte[] MESSAGE = "a head of the ledger".getBytes(UTF_8);
    private static final int MLDSA_SIGNATURE_BYTES = 3309;

    private final SeededRandom random = new SeededRandom(11);

    @ParameterizedTest
    @EnumSource
    void whatWasSignedVerifiesAndNothingElseDoes(SignatureSuite suite) throws SignatureInvalidException {
        SigningKey key = SigningKey.generate(suite, random);

        byte[] signature = key.sign(MESSAGE);

        assertThat(signature).hasSize(suite.signatureBytes());
        key.verifyingKey().verify(MESSAGE, signature);
        assertRefused(key.verifyingKey(), "another message".getBytes(UTF_8), signature);
        assertRefused(SigningKey.generate(suite, random).verifyingKey(), MESSAGE, signature);
        for (int i = 0; i < signature.length; i += 61) {
            byte[] changed = signature.clone();
            changed[i] ^= 0x10;
            assertRefused(key.verifyingKey(), MESSAGE, changed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureOfAnotherLengthIsRefused(SignatureSuite suite) {
        SigningKey key = SigningKey.generate(suite, random);
        byte[] signature = key.sign(MESSAGE);

        for (int length : new int[] {0, 1, 63, 64, 65, signature.length - 1, signature.length + 1, 10_000}) {
            if (length != signature.length) {
                assertRefused(key.verifyingKey(), MESSAGE, Arrays.copyOf(signature, length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysSurviveTheirEncodings(SignatureSuite suite) throws SignatureInvalidException {
        SigningKey key = SigningKey.generate(suite, random);

        SigningKey fromRaw = SigningKey.of(suite, key.revealSecret());
        SigningKey fromPkcs8 = SigningKey.ofPkcs8(key.revealPkcs8());
        VerifyingKey publicHalf = VerifyingKey.of(suite, key.verifyingKey().encoded());

        assertThat(fromRaw.verifyingKey()).isEqualTo(key.verifyingKey());
        assertThat(fromPkcs8.verifyingKey()).isEqualTo(key.verifyingKey());
        assertThat(publicHalf.keyId()).isEqualTo(key.verifyingKey().keyId());
        assertThat(publicHalf.encoded()).hasSize(suite.publicKeyBytes());
        publicHalf.verify(MESSAGE, fromRaw.sign(MESSAGE));
        publicHalf.verify(MESSAGE, fromPkcs8.sign(MESSAGE));
    }

    @ParameterizedTest
    @EnumSource
    void encodingsOfAnotherLengthAreRefused(SignatureSuite suite) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of(suite, new byte[suite.secretBytes() + 1]))
                .withMessageContaining(String.valueOf(suite.secretBytes()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerifyingKey.of(suite, new byte[suite.publicKeyBytes() - 1]))
                .withMessageContaining(String.valueOf(suite.publicKeyBytes()));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofPkcs8(new byte[] {0x30, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.ofPkcs8(new byte[0]));
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsSignAndVerifyWithOneKey(SignatureSuite suite) throws Exception {
        SigningKey key = SigningKey.generate(suite, random);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> work = IntStream.range(0, 40)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        byte[] message = ("message " + i).getBytes(UTF_8);
                        key.verifyingKey().verify(message, key.sign(message));
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                assertThatCode(done::get).doesNotThrowAnyException();
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aCompositeWithoutOneOfItsComponentsIsRefused() {
        SigningKey key = composite(1, 2);
        byte[] signature = key.sign(MESSAGE);
        byte[] mldsa = Arrays.copyOf(signature, MLDSA_SIGNATURE_BYTES);
        byte[] ed25519 = Arrays.copyOfRange(signature, MLDSA_SIGNATURE_BYTES, signature.length);

        assertRefused(key.verifyingKey(), MESSAGE, mldsa);
        assertRefused(key.verifyingKey(), MESSAGE, ed25519);
        assertRefused(key.verifyingKey(), MESSAGE, concat(mldsa, new byte[64]));
        assertRefused(key.verifyingKey(), MESSAGE, concat(new byte[MLDSA_SIGNATURE_BYTES], ed25519));
        assertRefused(key.verifyingKey(), MESSAGE, new byte[signature.length]);
    }

    @Test
    void aCompositeWithItsComponentsInTheWrongOrderIsRefused() {
        SigningKey key = composite(1, 2);
        byte[] signature = key.sign(MESSAGE);
        byte[] mldsa = Arrays.copyOf(signature, MLDSA_SIGNATURE_BYTES);
        byte[] ed25519 = Arrays.copyOfRange(signature, MLDSA_SIGNATURE_BYTES, signature.length);

        assertRefused(key.verifyingKey(), MESSAGE, concat(ed25519, mldsa));
    }

    @Test
    void aCompositeOfWhichOnlyOneComponentIsTheOwnersIsRefused() {
        SigningKey owner = composite(1, 2);
        SigningKey brokeEd25519 = composite(9, 2);
        SigningKey brokeMldsa = composite(1, 9);

        assertRefused(owner.verifyingKey(), MESSAGE, brokeEd25519.sign(MESSAGE));
        assertRefused(owner.verifyingKey(), MESSAGE, brokeMldsa.sign(MESSAGE));
        byte[] right = owner.sign(MESSAGE);
        assertRefused(
                owner.verifyingKey(),
                MESSAGE,
                concat(
                        Arrays.copyOf(right, MLDSA_SIGNATURE_BYTES),
                        Arrays.copyOfRange(brokeMldsa.sign(MESSAGE), MLDSA_SIGNATURE_BYTES, right.length)));
    }

    @Test
    void componentsOfTwoSignaturesOverDifferentMessagesDoNotCombine() {
        SigningKey owner = composite(1, 2);
        byte[] first = owner.sign(MESSAGE);
        byte[] second = owner.sign("another message".getBytes(UTF_8));

        byte[] mixed = concat(
                Arrays.copyOf(first, MLDSA_SIGNATURE_BYTES),
                Arrays.copyOfRange(second, MLDSA_SIGNATURE_BYTES, second.length));

        assertRefused(owner.verifyingKey(), MESSAGE, mixed);
        assertRefused(owner.verifyingKey(), "another message".getBytes(UTF_8), mixed);
    }

    @Test
    void theEd25519ComponentOfACompositeIsNoSignatureOfTheBareKey() {
        SigningKey both = composite(1, 2);
        SigningKey bare = SigningKey.of(SignatureSuite.ED25519, seed(2));
        byte[] signature = both.sign(MESSAGE);

        assertRefused(
                bare.verifyingKey(), MESSAGE, Arrays.copyOfRange(signature, MLDSA_SIGNATURE_BYTES, signature.length));
        assertThat(both.verifyingKey().componentIds())
                .hasSize(2)
                .containsAll(bare.verifyingKey().componentIds());
        assertThat(both.verifyingKey()).isNotEqualTo(bare.verifyingKey());
    }

    /** RFC 8032, section 7.1, TEST 1 to 3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                        + ",d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,"
                        + ",e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
                        + ",3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72"
                        + ",92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
                        + ",fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82"
                        + ",6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            })
    void ed25519GivesTheSignaturesOfRfc8032(String vector) {
        String[] parts = vector.split(",", -1);
        SigningKey key = SigningKey.of(SignatureSuite.ED25519, hex(parts[0]));

        assertThat(key.verifyingKey().encoded()).isEqualTo(hex(parts[1]));
        assertThat(key.sign(hex(parts[2]))).isEqualTo(hex(parts[3]));
    }

    @Test
    void anEd25519SignatureWithTheGroupOrderAddedToItsScalarIsRefused() {
        SigningKey key = SigningKey.of(SignatureSuite.ED25519, seed(3));
        byte[] signature = key.sign(MESSAGE);
        byte[] order = new byte[32];
        byte[] orderBigEndian = new BigInteger(
                        "7237005577332262213973186563042994240857116359379907606001950938285454250989")
                .toByteArray();
        for (int i = 0; i < orderBigEndian.length; i++) {
            order[orderBigEndian.length - 1 - i] = orderBigEndian[i];
        }
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int sum = (signature[32 + i] & 0xff) + (order[i] & 0xff) + carry;
            signature[32 + i] = (byte) sum;
            carry = sum >> 8;
        }

        assertRefused(key.verifyingKey(), MESSAGE, signature);
    }

    @Test
    void publicKeysOfSmallOrderAreRefused() {
        byte[] identity = new byte[32];
        identity[0] = 1;

        for (byte[] point : List.of(new byte[32], identity)) {
            assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(SignatureSuite.ED25519, point));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VerifyingKey.of(
                            SignatureSuite.MLDSA65_ED25519,
                            concat(Arrays.copyOf(composite(1, 2).verifyingKey().encoded(), 1952), point)));
        }
    }

    @Test
    void secretsAreNotPrinted() {
        SigningKey key = composite(1, 2);

        assertThat(key.toString())
                .doesNotContain(HexFormat.of().formatHex(seed(1)).substring(0, 8));
        assertThat(key.toString()).contains(key.verifyingKey().keyId().abbreviated());
    }

    @Test
    void theCompositesProviderIsRegisteredLast() {
        SigningKey.generate(SignatureSuite.MLDSA65_ED25519, random);

        Provider[] providers = Security.getProviders();

        assertThat(providers[0].getName()).isNotEqualTo("BC");
        assertThat(providers[providers.length - 1].getName()).isEqualTo("BC");
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static SigningKey composite(int mldsaSeed, int ed25519Seed) {
        return SigningKey.of(SignatureSuite.MLDSA65_ED25519, concat(seed(mldsaSeed), seed(ed25519Seed)));
    }

    private static byte[] seed(int value) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) (0xa0 + value));
        return seed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void assertRefused(VerifyingKey key, byte[] message, byte[] signature) {
        assertThatThrownBy(() -> key.verify(message, signature)).isInstanceOf(SignatureInvalidException.class);
    }
}
