package org.dataembassy.ledger.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.dataembassy.ledger.Digest;

/**
 * The verified statements of one author, by number, and how far they are believed: from number 1 on without a gap, each
 * naming the digest of the one before, up to the first number for which the author signed two. Not thread-safe.
 */
final class AuthorChain {
    /** How far ahead of the believed end statements are kept. A topic keeps an author's order, so few ever wait. */
    static final int MAX_WAITING = 1_000;

    static final long MAX_WAITING_BYTES = 32L * 1024 * 1024;

    private static final int EVIDENCE_OF_A_FORK = 2;

    /** A statement whose signature has been verified. */
    record Held(Digest digest, Statement statement, byte[] envelope) {}

    /** What becomes of a statement that is offered. */
    enum Offer {
        KEPT,
        DUPLICATE,
        FORK,
        FULL
    }

    private final TreeMap<Long, List<Held>> held = new TreeMap<>();
    private long end;
    private long waitingBytes;
    private Optional<String> stop = Optional.empty();

    /** Keeps a verified statement with a number of at least 1. */
    Offer offer(Held candidate) {
        long number = candidate.statement().number();
        List<Held> same = held.getOrDefault(number, List.of());
        if (same.stream().anyMatch(one -> one.digest().equals(candidate.digest()))) {
            return Offer.DUPLICATE;
        }
        if (!same.isEmpty()) {
            if (same.size() < EVIDENCE_OF_A_FORK) {
                same.add(candidate);
            }
            return Offer.FORK;
        }
        if (number > end + 1 && isFull(candidate)) {
            return Offer.FULL;
        }
        held.put(number, new ArrayList<>(List.of(candidate)));
        if (number > end) {
            waitingBytes += candidate.envelope().length;
        }
        return Offer.KEPT;
    }

    private boolean isFull(Held candidate) {
        return held.tailMap(end, false).size() >= MAX_WAITING
                || waitingBytes + candidate.envelope().length > MAX_WAITING_BYTES;
    }

    /** Goes on from the end as far as statements are believed, and tells each. */
    void advance(long lastStatement, Consumer<Held> believed) {
        stop = Optional.empty();
        while (end < lastStatement) {
            List<Held> next = held.get(end + 1);
            if (next == null) {
                return;
            }
            if (next.size() > 1) {
                stop = Optional.of("signed two different statements with number " + (end + 1)
                        + "; none from there on is believed");
                return;
            }
            if (!next.get(0).statement().previous().equals(last().map(ControlView.AuthorHead::statementDigest))) {
                stop = Optional.of("signed a statement with number " + (end + 1)
                        + " that does not follow the one before; none from there on is believed");
                return;
            }
            end++;
            waitingBytes -= next.get(0).envelope().length;
            believed.accept(next.get(0));
        }
    }

    /** Starts again at number 1, for {@link #advance} to tell everything anew. */
    void rewind() {
        end = 0;
        stop = Optional.empty();
        waitingBytes = held.values().stream()
                .mapToLong(each -> each.get(0).envelope().length)
                .sum();
    }

    /** Number of the last statement that is believed; 0 for none. */
    long end() {
        return end;
    }

    /** Why it ended, if more than a missing statement keeps it. */
    Optional<String> stop() {
        return stop;
    }

    Optional<ControlView.AuthorHead> last() {
        return end == 0 ? Optional.empty() : Optional.of(head(held.get(end).get(0)));
    }

    private static ControlView.AuthorHead head(Held one) {
        return new ControlView.AuthorHead(
                one.statement().author(), one.statement().number(), one.digest());
    }

    /** Every envelope, by number. */
    void forEachEnvelope(Consumer<byte[]> consumer) {
        held.values().forEach(each -> each.forEach(one -> consumer.accept(one.envelope())));
    }
}
