package org.dataembassy.ledger.kafka.control;

import java.time.Duration;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;

/**
 * Brings the next trust root onto a site's control topic, if it is complete and follows the one that control ends with.
 * Needs no signing key: the officials have signed. Publishing again what is there changes nothing.
 */
public final class TrustRootPublishing {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private TrustRootPublishing() {}

    /**
     * What it came to.
     *
     * @param added whether it was not there before
     */
    public record Outcome(SignedTrustRoot trustRoot, boolean added) {}

    /**
     * What the control topics of a site's cluster say now.
     *
     * @throws EmbassyException TRUST_ROOT_MISSING, BROKER_UNAVAILABLE
     */
    public static ControlView look(
            KafkaClients clients, Site site, Digest domain, Optional<SignedTrustRoot> genesis, Duration timeout) {
        clients.requireReachable();
        try (ControlFollower follower = follow(clients, site, domain, genesis)) {
            return follower.awaitCaughtUp(timeout);
        }
    }

    /**
     * Publishes, and returns once a follower has taken it in.
     *
     * @param draft all copies together
     * @throws EmbassyException TRUST_UNDER_QUORUM with who is missing, TRUST_ROOT_INVALID, TRUST_ROOT_MISSING,
     *     TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public static Outcome publish(
            KafkaClients clients,
            Site site,
            Digest domain,
            Optional<SignedTrustRoot> genesis,
            TrustProposal draft,
            Duration timeout) {
        clients.requireReachable();
        try (ControlFollower follower = follow(clients, site, domain, genesis)) {
            ControlView present = follower.awaitCaughtUp(timeout);
            SignedTrustRoot highest = present.trustRoot();
            if (highest.digest().equals(draft.digest())) {
                return new Outcome(highest, false);
            }
            requireUndisputed(present);
            SignedTrustRoot next = draft.complete(highest);
            ControlWriter.publishTrustRoot(clients, next);
            awaitTaken(follower, next, timeout);
            return new Outcome(next, true);
        }
    }

    private static void requireUndisputed(ControlView present) {
        if (present.trustRootForked()) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "Two trust roots follow version "
                            + present.trustRoot().root().version() + "; none can be added.");
        }
    }

    private static void awaitTaken(ControlFollower follower, SignedTrustRoot next, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            ControlView present = follower.awaitCaughtUp(timeout);
            if (present.trustRoot().equals(next)) {
                return;
            }
            requireUndisputed(present);
            if (present.trustRoot().root().version() > next.root().version()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new EmbassyException(
                        Problem.BROKER_UNAVAILABLE,
                        "Trust root version " + next.root().version() + " was sent, but has not been read back yet.");
            }
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbassyException(Problem.INTERRUPTED, "Interrupted while publishing a trust root.", e);
            }
        }
    }

    private static ControlFollower follow(
            KafkaClients clients, Site site, Digest domain, Optional<SignedTrustRoot> genesis) {
        ControlFollower.Config usual = ControlFollower.Config.of(clients, site, domain);
        return ControlFollower.start(
                new ControlFollower.Config(usual.clients(), usual.topics(), domain, genesis, Optional.empty()));
    }
}
