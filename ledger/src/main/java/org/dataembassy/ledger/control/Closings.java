package org.dataembassy.ledger.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlView.KeyClosing;
import org.dataembassy.ledger.trust.Author;

/**
 * Where signing keys are closed. Whoever stole a writer's statement key can close a signing key at any block, also below
 * blocks that are true and long accepted: a running site keeps those, but whoever verifies afresh would refuse them. So a
 * closing has no effect below a head that was stated before it: by its author in an earlier checkpoint, or by a site in
 * a checkpoint made when it had not read the closing yet. What a site states later doesn't count, since blocks of the next
 * signing key lie there.
 *
 * <p>Taking a true closing back needs the officials: they end its author's chain before it. Not thread-safe.
 */
final class Closings {
    private final List<Said> said = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private final TreeSet<String> contradictions = new TreeSet<>();

    /** One closing with its place on its author's chain. */
    private static final class Said {
        private final Author author;
        private final long number;
        private final KeyClosing closing;
        private final Map<LedgerId, Long> firstRefused;

        Said(Author author, long number, KeyClosing closing) {
            this.author = author;
            this.number = number;
            this.closing = closing;
            this.firstRefused = new HashMap<>(closing.firstRefusedBlock());
        }
    }

    /** What a checkpoint says that matters here. */
    private record Witness(Digest author, long number, boolean isSite, Checkpoint checkpoint) {
        /** Whether this was stated without knowing statement {@code number} of {@code other}. */
        boolean isBefore(Digest other, long otherNumber) {
            if (author.equals(other)) {
                return number < otherNumber;
            }
            return isSite
                    && checkpoint.control().stream()
                            .noneMatch(read -> read.keyId().equals(other) && read.number() >= otherNumber);
        }
    }

    void clear() {
        said.clear();
        witnesses.clear();
        contradictions.clear();
    }

    void close(Author author, long number, KeyClosing closing) {
        Said one = new Said(author, number, closing);
        said.add(one);
        witnesses.forEach(witness -> raise(one, witness));
    }

    void witness(Author author, long number, Checkpoint checkpoint) {
        Witness witness = new Witness(
                author.statementKey().keyId(), number, author.registry().isEmpty(), checkpoint);
        witnesses.add(witness);
        said.forEach(one -> raise(one, witness));
    }

    /** By signing key: the lowest end in each ledger that nothing stated before contradicts. */
    Map<Digest, KeyClosing> effective() {
        Map<Digest, KeyClosing> closings = new HashMap<>();
        said.forEach(one -> closings.merge(
                one.closing.signingKeyId(),
                new KeyClosing(one.closing.signingKeyId(), one.firstRefused, one.closing.closedAt()),
                KeyClosing::and));
        return closings;
    }

    /** For people: who has closed a signing key below what the same author had stated. Never in honest use. */
    TreeSet<String> contradictions() {
        return contradictions;
    }

    private void raise(Said one, Witness witness) {
        if (!witness.isBefore(one.author.statementKey().keyId(), one.number)) {
            return;
        }
        String registry = one.author.registry().orElseThrow();
        for (HeadStatement head : witness.checkpoint().heads()) {
            LedgerId ledger = head.ledger();
            long closedAt = one.firstRefused.getOrDefault(ledger, 0L);
            if (!ledger.registry().equals(registry) || head.blocks() <= closedAt) {
                continue;
            }
            one.firstRefused.put(ledger, head.blocks());
            if (!witness.isSite()) {
                contradictions.add(one.author.description() + " has closed the signing key "
                        + one.closing.signingKeyId().abbreviated() + " below blocks of " + ledger
                        + " that it had stated itself; the closing has no effect on those");
            }
        }
    }
}
