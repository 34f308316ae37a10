package org.dataembassy.ledger.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * The trust roots from the genesis on, in the order of their versions, up to the first version of which two exist. Not
 * thread-safe.
 */
final class TrustChain {
    /** Later versions whose predecessor has not come yet; they can't be verified, so few are kept. */
    static final int MAX_WAITING = 64;

    private final List<SignedTrustRoot> chain = new ArrayList<>();
    private final List<SignedTrustRoot> dropped = new ArrayList<>();
    private final TreeMap<Long, List<SignedTrustRoot>> waiting = new TreeMap<>();
    private int waitingCount;
    private boolean overflowed;
    private OptionalLong forkedAt = OptionalLong.empty();

    TrustChain(SignedTrustRoot genesis) {
        chain.add(genesis);
    }

    SignedTrustRoot highest() {
        return chain.get(chain.size() - 1);
    }

    /** All that are believed, the genesis first. */
    List<SignedTrustRoot> all() {
        return List.copyOf(chain);
    }

    SignedTrustRoot genesis() {
        return chain.get(0);
    }

    /** The version of which two exist; empty while none does. */
    OptionalLong forkedAt() {
        return forkedAt;
    }

    /** Whether one was refused for want of room. */
    boolean hasOverflowed() {
        return overflowed;
    }

    /**
     * Takes in one trust root.
     *
     * @throws EmbassyException TRUST_ROOT_INVALID for one that can't be believed
     */
    ControlFold.Outcome offer(byte[] envelope) {
        SignedTrustRoot offered = SignedTrustRoot.parse(envelope);
        long version = offered.root().version();
        if (isKnown(offered.digest())) {
            return outcome(ControlFold.Result.DUPLICATE, version, "again");
        }
        if (version == 1) {
            return outcome(ControlFold.Result.REFUSED, version, "of another country or of a drill");
        }
        if (forkedAt.isPresent() && version > forkedAt.getAsLong()) {
            return outcome(
                    ControlFold.Result.REFUSED,
                    version,
                    "follows version " + forkedAt.getAsLong() + ", which is forked");
        }
        if (version > highest().root().version() + 1) {
            return wait(offered);
        }
        SignedTrustRoot next = chain.get(Math.toIntExact(version - 2)).successor(envelope);
        if (version <= highest().root().version() || forkedAt.isPresent()) {
            fork(next);
            return outcome(ControlFold.Result.FORK, version, "another one of this version exists");
        }
        chain.add(next);
        return outcome(ControlFold.Result.APPLIED, version, "applied");
    }

    /** Offers again what waited, now that a version has been applied. */
    void offerWaiting() {
        while (forkedAt.isEmpty() && waiting.containsKey(highest().root().version() + 1)) {
            long version = highest().root().version() + 1;
            List<SignedTrustRoot> candidates = waiting.remove(version);
            waitingCount -= candidates.size();
            for (SignedTrustRoot candidate : candidates) {
                try {
                    offer(candidate.envelope());
                } catch (EmbassyException e) {
                    // Not a successor of the version that has come: nobody will ever need it.
                }
            }
        }
    }

    private ControlFold.Outcome wait(SignedTrustRoot offered) {
        long version = offered.root().version();
        // Compared as envelopes: one payload may come without the signatures that it needs first, and with them later.
        byte[] envelope = offered.envelope();
        if (waiting.getOrDefault(version, List.of()).stream()
                .anyMatch(root -> Arrays.equals(root.envelope(), envelope))) {
            return outcome(ControlFold.Result.DUPLICATE, version, "again; the version before is still missing");
        }
        if (waitingCount >= MAX_WAITING) {
            overflowed = true;
            return outcome(ControlFold.Result.REFUSED, version, "too many wait; read control again later");
        }
        waiting.computeIfAbsent(version, v -> new ArrayList<>()).add(offered);
        waitingCount++;
        return outcome(ControlFold.Result.WAITING, version, "the version before is missing");
    }

    private void fork(SignedTrustRoot other) {
        long version = other.root().version();
        forkedAt = OptionalLong.of(version);
        List<SignedTrustRoot> disputed = chain.subList(Math.toIntExact(version - 1), chain.size());
        dropped.addAll(disputed);
        dropped.add(other);
        disputed.clear();
    }

    private boolean isKnown(Digest digest) {
        return chain.stream().anyMatch(root -> root.digest().equals(digest))
                || dropped.stream().anyMatch(root -> root.digest().equals(digest));
    }

    /** Every envelope but the genesis', by version. */
    void forEachEnvelope(Consumer<byte[]> consumer) {
        chain.stream().skip(1).forEach(root -> consumer.accept(root.envelope()));
        dropped.forEach(root -> consumer.accept(root.envelope()));
        waiting.values().forEach(all -> all.forEach(root -> consumer.accept(root.envelope())));
    }

    private static ControlFold.Outcome outcome(ControlFold.Result result, long version, String detail) {
        return new ControlFold.Outcome(result, "trust root version " + version + ": " + detail);
    }
}
