package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.NotAuthenticException;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredBodyTest {
    private static final LedgerId LEDGER = new LedgerId("population", 3);

    private final SeededRandom random = new SeededRandom(1);
    private final DataKey dataKey = DataKey.generate(new SecureRandom());
    private final byte[] associatedData = associatedData(LEDGER, 7);
    private byte nonces;

    private static byte[] associatedData(LedgerId ledger, long index) {
        return StoredBody.associatedData(Digest.sha256(), ledger, index, Digest.sha256(new byte[1]));
    }

    private PlainBody body(int events, int bytes) {
        return new PlainBody(
                EventSecret.generate(random),
                List.of(TestEvents.schema()),
                TestEvents.some(new Random(2), events, bytes));
    }

    private byte[] nonce() {
        byte[] nonce = new byte[12];
        nonce[11] = nonces++;
        return nonce;
    }

    private static void same(PlainBody actual, PlainBody expected) {
        assertThat(actual.schemas()).isEqualTo(expected.schemas());
        assertThat(actual.secret().revealSecret()).isEqualTo(expected.secret().revealSecret());
        assertThat(actual.events().toArray(byte[][]::new))
                .isDeepEqualTo(expected.events().toArray(byte[][]::new));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(BlockHeader.Compression.class)
    void whatIsStoredIsWhatIsRead(BlockHeader.Compression compression) throws Exception {
        for (int events : new int[] {1, 2, 1000}) {
            PlainBody body = body(events, 200);
            byte[] nonce = nonce();

            byte[] open = StoredBody.encodePublic(body, compression);
            byte[] sealed = StoredBody.encodeEncrypted(body, compression, dataKey, nonce, associatedData);

            same(StoredBody.decodePublic(open, compression), body);
            same(StoredBody.decodeEncrypted(sealed, compression, dataKey, nonce, associatedData), body);
        }
    }

    @Test
    void anEncryptedBodyHasAPadmeLengthAndThePublicOneNone() {
        PlainBody body = body(10, 200);

        byte[] open = StoredBody.encodePublic(body, BlockHeader.Compression.ZSTD);
        byte[] sealed =
                StoredBody.encodeEncrypted(body, BlockHeader.Compression.ZSTD, dataKey, nonce(), associatedData);

        assertThat(open).hasSize(8 + ByteBuffer.wrap(open).getInt(0));
        assertThat(sealed).hasSize(Padme.paddedLength(open.length) + AesGcm.TAG_BYTES);
    }

    @Test
    void paddingThatIsNotZeroOrNotOfTheRightLengthIsRefused() {
        byte[] frame = StoredBody.encodePublic(body(10, 205), BlockHeader.Compression.ZSTD);
        int padded = Padme.paddedLength(frame.length);
        assertThat(padded).as("for something to be padded").isGreaterThan(frame.length);

        byte[] right = Arrays.copyOf(frame, padded);
        byte[] hidden = right.clone();
        hidden[padded - 1] = 1;

        assertThatCode(() -> openFrame(right)).doesNotThrowAnyException();
        malformed(hidden);
        malformed(frame);
        malformed(Arrays.copyOf(frame, Padme.paddedLength(padded + 1)));
    }

    private void malformed(byte[] frame) {
        assertThatExceptionOfType(MalformedBlockException.class).isThrownBy(() -> openFrame(frame));
    }

    private PlainBody openFrame(byte[] frame) throws Exception {
        byte[] nonce = nonce();
        byte[] sealed = AesGcm.seal(dataKey, nonce, associatedData, frame);
        return StoredBody.decodeEncrypted(sealed, BlockHeader.Compression.ZSTD, dataKey, nonce, associatedData);
    }

    @Test
    void aBodyOpensOnlyAtItsPlaceUnderItsDataKeyAndNonce() {
        byte[] nonce = nonce();
        byte[] sealed =
                StoredBody.encodeEncrypted(body(1, 50), BlockHeader.Compression.ZSTD, dataKey, nonce, associatedData);

        notAuthentic(sealed, dataKey, nonce, associatedData(LEDGER, 8));
        notAuthentic(sealed, dataKey, nonce, associatedData(new LedgerId("population", 4), 7));
        notAuthentic(sealed, dataKey, nonce, associatedData(new LedgerId("land", 3), 7));
        notAuthentic(sealed, dataKey, nonce(), associatedData);
        notAuthentic(sealed, DataKey.generate(random), nonce, associatedData);
    }

    private static void notAuthentic(byte[] sealed, DataKey dataKey, byte[] nonce, byte[] associatedData) {
        assertThatExceptionOfType(NotAuthenticException.class)
                .isThrownBy(() -> StoredBody.decodeEncrypted(
                        sealed, BlockHeader.Compression.ZSTD, dataKey, nonce, associatedData));
    }

    @Test
    void aBodyThatBreaksItsRulesCanNeitherBeMadeNorRead() {
        EventSecret secret = EventSecret.generate(random);
        SchemaUse schema = TestEvents.schema();
        SchemaUse other = SchemaUse.withText(2, "{}");
        byte[] event = TestEvents.one(new Random(3), 50);
        byte[] unknownSchema = event.clone();
        unknownSchema[4] = 9;
        byte[] noMagic = event.clone();
        noMagic[0] = 1;

        refused(secret, List.of(), List.of(event));
        refused(secret, List.of(schema), List.of());
        refused(secret, List.of(schema), List.of(unknownSchema));
        refused(secret, List.of(schema), List.of(noMagic));
        refused(secret, List.of(schema), List.of(new byte[4]));
        refused(secret, List.of(other, schema), List.of(event));
        refused(secret, List.of(schema, schema), List.of(event));
        refused(
                secret,
                List.of(schema, SchemaUse.withText(2, "x".repeat(BlockLimits.MAX_SCHEMA_TEXT_BYTES))),
                List.of(event));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SchemaUse(1, Digest.sha256(), Optional.of("another text")));
    }

    private static void refused(EventSecret secret, List<SchemaUse> schemas, List<byte[]> events) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PlainBody(secret, schemas, events));
    }
}
