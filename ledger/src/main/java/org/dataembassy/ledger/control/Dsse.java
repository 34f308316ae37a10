package org.dataembassy.ledger.control;

import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SigningKey;

/** Dead Simple Signing Envelope 1.0.2: signatures over PAE(payloadType, payload), JSON envelope. */
public final class Dsse {
    private Dsse() {}

    /** @param signatures in the order of the envelope; key ids are hints only */
    public record Envelope(String payloadType, byte[] payload, List<Signature> signatures) {
        public Envelope {
            signatures = List.copyOf(signatures);
        }
    }

    public record Signature(Digest keyId, byte[] signature) {}

    /** "DSSEv1" SP length SP type SP length SP payload. */
    public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        throw new UnsupportedOperationException();
    }

    public static Envelope sign(String payloadType, byte[] payload, List<SigningKey> signers) {
        throw new UnsupportedOperationException();
    }

    public static byte[] toJson(Envelope envelope) {
        throw new UnsupportedOperationException();
    }

    /** Strict and bounded (4 MiB). @throws IllegalArgumentException naming the field */
    public static Envelope fromJson(byte[] json) {
        throw new UnsupportedOperationException();
    }
}
