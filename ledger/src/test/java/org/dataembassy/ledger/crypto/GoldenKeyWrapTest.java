package org.dataembassy.ledger.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.testkit.GoldenFile;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;

/** Ids of keys, the binding of a grant and a wrapped data key are what they always were. */
class GoldenKeyWrapTest {
    private final RecipientSecret recipient = RecipientSecret.of(filled(1));
    private final DataKey dataKey = DataKey.of(filled(2));
    private final byte[] info = KeyWrap.info(
            Digest.sha256(filled(3)),
            "population",
            Digest.sha256(filled(4)),
            recipient.recipientKey().keyId());

    @Test
    void aWrappedDataKeyStillUnwraps() throws NotAuthenticException {
        byte[] golden = GoldenFile.read("crypto/v1-wrapped-data-key.bin", () -> {
            KeyWrap.Wrapped wrapped = KeyWrap.wrap(dataKey, recipient.recipientKey(), info, new SeededRandom(6));
            byte[] both = Arrays.copyOf(wrapped.encapsulation(), 1120 + 48);
            System.arraycopy(wrapped.ciphertext(), 0, both, 1120, 48);
            return both;
        });

        DataKey unwrapped = KeyWrap.unwrap(
                recipient, Arrays.copyOf(golden, 1120), Arrays.copyOfRange(golden, 1120, golden.length), info);

        assertThat(unwrapped).isEqualTo(dataKey);
    }

    @Test
    void idsAndBindingsAreWhatTheyAlwaysWere() {
        String lines = "dataKeyId " + dataKey.id().hex()
                + "\nrecipientKeyId " + recipient.recipientKey().keyId().hex()
                + "\nsigningKeyId ed25519 "
                + SigningKey.of(SignatureSuite.ED25519, filled(5))
                        .verifyingKey()
                        .keyId()
                        .hex()
                + "\nsigningKeyId composite "
                + SigningKey.of(SignatureSuite.MLDSA65_ED25519, Arrays.copyOf(filled(5), 64))
                        .verifyingKey()
                        .keyId()
                        .hex()
                + "\ngrantInfo " + HexFormat.of().formatHex(info) + "\n";

        byte[] golden = GoldenFile.read("crypto/v1-ids.txt", () -> lines.getBytes(US_ASCII));

        assertThat(lines).isEqualTo(new String(golden, US_ASCII));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
