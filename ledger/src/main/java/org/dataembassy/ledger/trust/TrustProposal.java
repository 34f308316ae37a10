package org.dataembassy.ledger.trust;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The next trust root on its way through a ceremony: the exact payload that officials sign, and the signatures that it
 * has so far. Its file has the form of a trust root's, with fewer signatures. A value; what it says is never believed
 * before {@link #complete}.
 *
 * <p>Refusals are {@link EmbassyException}s: TRUST_ROOT_INVALID with the rule, TRUST_UNDER_QUORUM with who is missing.
 */
public final class TrustProposal {
    private final TrustRoot root;
    private final Dsse.Envelope envelope;

    private TrustProposal(TrustRoot root, Dsse.Envelope envelope) {
        this.root = root;
        this.envelope = envelope;
    }

    /** A draft that nobody has signed yet. */
    public static TrustProposal of(SignedTrustRoot before, TrustRoot next) {
        return new TrustProposal(
                        next, new Dsse.Envelope(SignedTrustRoot.PAYLOAD_TYPE, TrustRootJson.write(next), List.of()))
                .requireFollows(before);
    }

    /** Reads form only: neither the predecessor nor a signature is judged. */
    public static TrustProposal parse(byte[] dsseEnvelope) {
        try {
            Dsse.Envelope envelope = Dsse.fromJson(dsseEnvelope);
            if (!envelope.payloadType().equals(SignedTrustRoot.PAYLOAD_TYPE)) {
                throw new IllegalArgumentException("envelope.payloadType: expected " + SignedTrustRoot.PAYLOAD_TYPE);
            }
            return new TrustProposal(TrustRootJson.read(envelope.payload()), envelope);
        } catch (IllegalArgumentException e) {
            throw refused("trust root draft refused: " + e.getMessage(), e);
        }
    }

    /**
     * How many of the officials of one version have signed.
     *
     * @param whose {@code version 3}, for messages
     * @param signed names of those whose signature verifies
     * @param missing names of the others
     */
    public record Quorum(String whose, int threshold, List<String> signed, List<String> missing) {
        public Quorum {
            signed = List.copyOf(signed);
            missing = List.copyOf(missing);
        }

        public boolean isReached() {
            return signed.size() >= threshold;
        }

        @Override
        public String toString() {
            return signed.size() + " of " + threshold + " of " + whose
                    + (signed.isEmpty() ? "" : " (" + list(signed) + ")")
                    + (isReached() ? "" : ", missing " + (threshold - signed.size()) + " of " + list(missing));
        }

        private static String list(List<String> names) {
            return String.join(", ", names);
        }
    }

    /**
     * Where the draft stands. TUF's rule: the officials of the version before decide who comes, those of the new one
     * show that they are there.
     *
     * @param notCounted signatures that count for neither, in words
     */
    public record Standing(Quorum before, Quorum after, List<String> notCounted) {
        public Standing {
            notCounted = List.copyOf(notCounted);
        }

        public boolean isComplete() {
            return before.isReached() && after.isReached();
        }
    }

    /** Refuses a draft that may not follow {@code before}, whoever signs it. */
    public TrustProposal requireFollows(SignedTrustRoot before) {
        try {
            SuccessionRules.check(before.root(), before.digest(), root);
            return this;
        } catch (IllegalArgumentException e) {
            throw refused("trust root version " + root.version() + " refused: " + e.getMessage(), e);
        }
    }

    /**
     * Adds one official's signature.
     *
     * @throws EmbassyException also if the signing key is of no official of either version, or has signed already
     */
    public TrustProposal signedBy(SigningKey official, SignedTrustRoot before) {
        requireFollows(before);
        VerifyingKey key = official.verifyingKey();
        String name = nameOf(before, key)
                .orElseThrow(() -> refused(
                        "trust root version " + root.version() + ": the key "
                                + key.keyId().abbreviated()
                                + " is of no official of version "
                                + before.root().version() + " nor of version "
                                + root.version(),
                        null));
        if (hasSigned(key)) {
            throw refused(name + " has signed this draft already; one official counts once", null);
        }
        List<Dsse.Signature> signatures = new ArrayList<>(envelope.signatures());
        signatures.removeIf(signature -> signature.keyId().equals(key.keyId()));
        signatures.addAll(Dsse.sign(envelope.payloadType(), envelope.payload(), List.of(official))
                .signatures());
        return withSignatures(signatures);
    }

    /** The signatures of two copies together: officials may sign at once, each their own copy. */
    public TrustProposal with(TrustProposal copy) {
        if (!Arrays.equals(envelope.payload(), copy.envelope.payload())) {
            throw refused(
                    "these are two drafts, not copies of one: " + digest() + " and " + copy.digest()
                            + "; officials must sign one and the same",
                    null);
        }
        Map<Digest, Dsse.Signature> all = new LinkedHashMap<>();
        envelope.signatures().forEach(signature -> all.put(signature.keyId(), signature));
        for (Dsse.Signature signature : copy.envelope.signatures()) {
            Optional<VerifyingKey> key = ownOfficial(signature.keyId());
            // A broken signature under an official's key id must not keep the true one out.
            if (!all.containsKey(signature.keyId()) || key.isEmpty() || !hasSigned(key.get())) {
                all.put(signature.keyId(), signature);
            }
        }
        return withSignatures(List.copyOf(all.values()));
    }

    /**
     * Only with signatures under key ids of officials of either version: whoever carries a file can add as many others as
     * an envelope holds, so that no official's fits any more.
     */
    public TrustProposal withoutStrangers(SignedTrustRoot before) {
        return withSignatures(envelope.signatures().stream()
                .filter(signature -> officialKey(before, signature.keyId()).isPresent())
                .toList());
    }

    /** Who has signed and who is missing, against the version before. */
    public Standing standing(SignedTrustRoot before) {
        List<String> notCounted = new ArrayList<>();
        for (Dsse.Signature signature : envelope.signatures()) {
            Optional<VerifyingKey> key = officialKey(before, signature.keyId());
            if (key.isEmpty()) {
                notCounted.add("a signature by " + signature.keyId().abbreviated() + ", who is no official of either");
            } else if (!verifies(key.get(), signature)) {
                notCounted.add("a signature of " + nameOf(before, key.get()).orElseThrow() + " that does not verify");
            }
        }
        return new Standing(quorum(before.root()), quorum(root), notCounted);
    }

    /** The trust root, once both quorums are reached; only signatures that count are in its envelope. */
    public SignedTrustRoot complete(SignedTrustRoot before) {
        requireFollows(before);
        Standing standing = standing(before);
        if (!standing.isComplete()) {
            throw new EmbassyException(
                    Problem.TRUST_UNDER_QUORUM,
                    "Trust root version " + root.version() + " (" + digest().abbreviated() + ") is signed by "
                            + standing.before() + "; and by " + standing.after() + ".");
        }
        List<Dsse.Signature> counted = envelope.signatures().stream()
                .filter(signature -> officialKey(before, signature.keyId())
                        .filter(key -> verifies(key, signature))
                        .isPresent())
                .toList();
        return before.successor(withSignatures(counted).envelope());
    }

    public TrustRoot root() {
        return root;
    }

    /** SHA-256 of the payload: what officials read to each other before they sign. */
    public Digest digest() {
        return envelope.payloadDigest();
    }

    /** The draft's file. */
    public byte[] envelope() {
        return Dsse.toJson(envelope);
    }

    private Quorum quorum(TrustRoot officialsOf) {
        List<String> signed = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        officialsOf
                .officials()
                .forEach(official -> (hasSigned(official.verifyingKey()) ? signed : missing).add(official.name()));
        return new Quorum("version " + officialsOf.version(), officialsOf.threshold(), signed, missing);
    }

    private boolean hasSigned(VerifyingKey key) {
        return envelope.signatures().stream()
                .anyMatch(signature -> signature.keyId().equals(key.keyId()) && verifies(key, signature));
    }

    private boolean verifies(VerifyingKey key, Dsse.Signature signature) {
        try {
            key.verify(
                    Dsse.preAuthenticationEncoding(envelope.payloadType(), envelope.payload()), signature.signature());
            return true;
        } catch (SignatureInvalidException e) {
            return false;
        }
    }

    private Optional<VerifyingKey> officialKey(SignedTrustRoot before, Digest keyId) {
        return before.root().officials().stream()
                .map(TrustRoot.Official::verifyingKey)
                .filter(key -> key.keyId().equals(keyId))
                .findFirst()
                .or(() -> ownOfficial(keyId));
    }

    private Optional<VerifyingKey> ownOfficial(Digest keyId) {
        return root.officials().stream()
                .map(TrustRoot.Official::verifyingKey)
                .filter(key -> key.keyId().equals(keyId))
                .findFirst();
    }

    private Optional<String> nameOf(SignedTrustRoot before, VerifyingKey key) {
        List<TrustRoot.Official> all = new ArrayList<>(before.root().officials());
        all.addAll(root.officials());
        return all.stream()
                .filter(official -> official.verifyingKey().equals(key))
                .map(TrustRoot.Official::name)
                .findFirst();
    }

    private TrustProposal withSignatures(List<Dsse.Signature> signatures) {
        return new TrustProposal(root, new Dsse.Envelope(envelope.payloadType(), envelope.payload(), signatures));
    }

    private static EmbassyException refused(String message, Throwable cause) {
        return new EmbassyException(Problem.TRUST_ROOT_INVALID, message, cause);
    }

    @Override
    public String toString() {
        return "draft of trust root " + root.country() + " version " + root.version() + " (" + digest().abbreviated()
                + ")";
    }
}
