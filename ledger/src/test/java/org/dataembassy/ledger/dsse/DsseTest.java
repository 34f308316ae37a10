package org.dataembassy.ledger.dsse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DsseTest {
    private static final String KEY_ID = "00".repeat(32);

    /** DSSE protocol.md, test vectors. */
    @Test
    void thePreAuthenticationEncodingIsThatOfTheSpecification() {
        byte[] pae = Dsse.preAuthenticationEncoding("http://example.com/HelloWorld", "hello world".getBytes(UTF_8));

        assertThat(new String(pae, UTF_8)).isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void lengthsAreThoseOfBytes() {
        assertThat(new String(Dsse.preAuthenticationEncoding("é", "ü€".getBytes(UTF_8)), UTF_8))
                .isEqualTo("DSSEv1 2 é 5 ü€");
        assertThat(new String(Dsse.preAuthenticationEncoding("", new byte[0]), UTF_8))
                .isEqualTo("DSSEv1 0  0 ");
    }

    @Test
    void anEnvelopeReadsBackAndItsSignaturesVerify() throws SignatureInvalidException {
        SigningKey signer = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(1));
        byte[] payload = {0, -1, '"', '\n'};

        Dsse.Envelope read = Dsse.fromJson(Dsse.toJson(Dsse.sign("a/b", payload, List.of(signer))));

        assertThat(read.payloadType()).isEqualTo("a/b");
        assertThat(read.payload()).isEqualTo(payload);
        assertThat(read.signatures()).hasSize(1);
        assertThat(read.signatures().get(0).keyId())
                .isEqualTo(signer.verifyingKey().keyId());
        signer.verifyingKey()
                .verify(
                        Dsse.preAuthenticationEncoding("a/b", payload),
                        read.signatures().get(0).signature());
    }

    @Test
    void fieldsThatDsseDoesNotDefineAreIgnoredAndBothBase64AlphabetsRead() {
        Dsse.Envelope read = Dsse.fromJson(("{\"payloadType\":\"t\",\"payload\":\"-_8\",\"more\":{\"x\":1},"
                        + "\"signatures\":[{\"keyid\":\"" + KEY_ID + "\",\"sig\":\"+/8=\",\"cert\":\"c\"}]}")
                .getBytes(UTF_8));

        assertThat(read.payload()).containsExactly(0xfb, 0xff);
        assertThat(read.signatures().get(0).signature()).containsExactly(0xfb, 0xff);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"payloadType\":\"t\",\"payload\":\"\"}",
                "{\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"signatures\":[]}",
                "{\"payloadType\":\"t\",\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[]}",
                "{\"payloadType\":1,\"payload\":\"\",\"signatures\":[]}",
                "{\"payloadType\":\"t\",\"payload\":\"!\",\"signatures\":[]}",
                "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":{}}",
                "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[1]}",
                "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{\"keyid\":\"ab\",\"sig\":\"\"}]}",
                "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[]} x",
                "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[]"
            })
    void whatIsNoEnvelopeIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Dsse.fromJson(json.getBytes(UTF_8)));
    }

    @Test
    void boundsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dsse.fromJson(new byte[Dsse.MAX_ENVELOPE_BYTES + 1]))
                .withMessageContaining("at most");
        assertThatIllegalArgumentException().isThrownBy(() -> Dsse.fromJson(new byte[] {'{', (byte) 0xc3, '}'}));
        String signature = "{\"keyid\":\"" + KEY_ID + "\",\"sig\":\"\"}";
        String twice = "{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[" + signature + "," + signature + "]}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dsse.fromJson(twice.getBytes(UTF_8)))
                .withMessageContaining("twice");
    }
}
