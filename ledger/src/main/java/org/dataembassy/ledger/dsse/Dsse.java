package org.dataembassy.ledger.dsse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.Base64Variants;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;

/**
 * Dead Simple Signing Envelope 1.0.2 (protocol.md and envelope.md of secure-systems-lab/dsse): signatures over
 * PAE(payloadType, payload), JSON envelope. Whose signatures count is not decided here.
 */
public final class Dsse {
    /** What an envelope may have at most, as JSON. */
    public static final int MAX_ENVELOPE_BYTES = 4 * 1024 * 1024;

    private static final int MAX_PAYLOAD_BYTES = 3 * 1024 * 1024;
    private static final int MAX_SIGNATURES = 200;
    private static final int MAX_SIGNATURE_BYTES = 8 * 1024;
    private static final int MAX_TYPE_CHARACTERS = 200;

    private Dsse() {}

    /**
     * An envelope whose signatures have not been verified.
     *
     * @param signatures in the order of the envelope; key ids are hints only
     */
    public record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {
        public Envelope {
            signatures = List.copyOf(signatures);
        }

        /** SHA-256 of the payload: what statements and trust roots are known by. */
        public Digest payloadDigest() {
            return Digest.sha256(payload);
        }
    }

    public record Signature(Digest keyId, byte[] signature) {}

    /** "DSSEv1" SP length SP type SP length SP payload. */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(UTF_8);
        ByteArrayOutputStream pae = new ByteArrayOutputStream(payload.length + type.length + 32);
        pae.writeBytes(("DSSEv1 " + type.length + " ").getBytes(UTF_8));
        pae.writeBytes(type);
        pae.writeBytes((" " + payload.length + " ").getBytes(UTF_8));
        pae.writeBytes(payload);
        return pae.toByteArray();
    }

    public static Envelope sign(String payloadType, byte[] payload, List<SigningKey> signers) {
        byte[] pae = preAuthenticationEncoding(payloadType, payload);
        return new Envelope(
                payloadType,
                payload.clone(),
                signers.stream()
                        .map(signer -> new Signature(signer.verifyingKey().keyId(), signer.sign(pae)))
                        .toList());
    }

    public static byte[] toJson(Envelope envelope) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("payloadType", envelope.payloadType());
            json.writeFieldName("payload");
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, envelope.payload(), 0, envelope.payload().length);
            json.writeArrayFieldStart("signatures");
            for (Signature signature : envelope.signatures()) {
                json.writeStartObject();
                json.writeStringField("keyid", signature.keyId().hex());
                json.writeFieldName("sig");
                json.writeBinary(
                        Base64Variants.MIME_NO_LINEFEEDS, signature.signature(), 0, signature.signature().length);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * Strict and bounded (4 MiB). Fields that DSSE does not define are ignored, as it demands; they carry no meaning. Key
     * ids must be ours (64 hexadecimal digits) and no two the same.
     *
     * @throws IllegalArgumentException naming the field
     */
    public static Envelope fromJson(byte[] json) {
        JsonFields fields = JsonBytes.object("envelope", json, MAX_ENVELOPE_BYTES);
        String payloadType = fields.text("payloadType", MAX_TYPE_CHARACTERS);
        byte[] payload = fields.base64("payload", MAX_PAYLOAD_BYTES);
        List<Signature> signatures = fields.lenientObjects(
                "signatures",
                MAX_SIGNATURES,
                each -> new Signature(each.digest("keyid"), each.base64("sig", MAX_SIGNATURE_BYTES)));
        Set<Digest> keyIds = new HashSet<>();
        for (Signature signature : signatures) {
            if (!keyIds.add(signature.keyId())) {
                throw new IllegalArgumentException("envelope.signatures: a keyid occurs twice");
            }
        }
        return new Envelope(payloadType, payload, signatures);
    }
}
