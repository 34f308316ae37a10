package org.dataembassy.ledger.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * Envelopes in a proof have nothing idle: DSSE lets readers ignore unknown fields and signatures that don't count, and in
 * evidence nothing may be there that can be changed unnoticed.
 */
public final class StrictEnvelopes {
    private StrictEnvelopes() {}

    /** The same envelope without whatever else a carrier may have put into it. */
    public static byte[] ownSpelling(byte[] envelope) {
        return Dsse.toJson(Dsse.fromJson(envelope));
    }

    /**
     * Refuses any spelling but ours.
     *
     * @throws IllegalArgumentException if there is another one
     */
    static void requireOwnSpelling(byte[] envelope) {
        if (!Arrays.equals(ownSpelling(envelope), envelope)) {
            throw new IllegalArgumentException("envelope: expected it without white space and without unknown fields");
        }
    }

    /** Refuses a trust root with a signature that isn't by an official of it or of the version before. */
    static void requireEverySignature(byte[] envelope, TrustRoot before, TrustRoot after) {
        requireOwnSpelling(envelope);
        Dsse.Envelope read = Dsse.fromJson(envelope);
        if (counting(read, before, after).size() != read.signatures().size()) {
            throw new IllegalArgumentException("signatures: expected every one to be an official's, and to hold");
        }
    }

    /** The envelope of a trust root in our spelling, with the signatures that count and no others. */
    static byte[] bare(SignedTrustRoot root, TrustRoot before) {
        Dsse.Envelope read = Dsse.fromJson(root.envelope());
        return Dsse.toJson(new Dsse.Envelope(read.payloadType(), read.payload(), counting(read, before, root.root())));
    }

    private static List<Dsse.Signature> counting(Dsse.Envelope envelope, TrustRoot before, TrustRoot after) {
        byte[] pae = Dsse.preAuthenticationEncoding(envelope.payloadType(), envelope.payload());
        List<Dsse.Signature> counting = new ArrayList<>();
        for (Dsse.Signature signature : envelope.signatures()) {
            if (holds(signature, pae, before) || holds(signature, pae, after)) {
                counting.add(signature);
            }
        }
        return counting;
    }

    private static boolean holds(Dsse.Signature signature, byte[] pae, TrustRoot root) {
        for (TrustRoot.Official official : root.officials()) {
            VerifyingKey key = official.verifyingKey();
            if (key.keyId().equals(signature.keyId())) {
                try {
                    key.verify(pae, signature.signature());
                    return true;
                } catch (SignatureInvalidException e) {
                    return false;
                }
            }
        }
        return false;
    }
}
