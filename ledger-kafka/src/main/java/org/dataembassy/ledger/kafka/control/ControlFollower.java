package org.dataembassy.ledger.kafka.control;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Dsse;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * Reads control topics, own and mirrored, on a thread of its own and yields the present {@link ControlView}. Topics that
 * don't exist (yet) are waited for. Thread-safe.
 */
public final class ControlFollower implements AutoCloseable {
    private ControlFollower() {}

    /**
     * What to follow.
     *
     * @param topics own and mirrored control topics
     * @param domain anchors trust: the digest of the genesis trust root, from a key store or from the operator
     * @param genesis if at hand; otherwise the envelope with the digest {@code domain} is looked for on the topics
     * @param snapshotFile keeps start-up short; re-verified when read, replaced atomically; empty for none
     */
    public record Config(
            KafkaClients clients,
            List<Topic<Void, Dsse.Envelope>> topics,
            Digest domain,
            Optional<SignedTrustRoot> genesis,
            Optional<Path> snapshotFile) {
        /** Copies. */
        public Config {
            topics = List.copyOf(topics);
        }

        /** Own control and the copy of the other site's, genesis from the topics, no snapshot. */
        public static Config of(KafkaClients clients, org.dataembassy.ledger.Site site, Digest domain) {
            return new Config(
                    clients,
                    List.of(
                            org.dataembassy.ledger.kafka.topics.Topics.CONTROL,
                            org.dataembassy.ledger.kafka.topics.Topics.CONTROL.mirroredFrom(site.other())),
                    domain,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** Starts following; returns at once. */
    public static ControlFollower start(Config config) {
        throw new UnsupportedOperationException();
    }

    /** The present view; empty until the genesis trust root was found. */
    public Optional<ControlView> current() {
        throw new UnsupportedOperationException();
    }

    /**
     * The present view.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException TRUST_ROOT_MISSING until the genesis was found
     */
    public ControlView view() {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits until everything that is on the topics now has been read.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE, or TRUST_ROOT_MISSING if the genesis
     *     isn't there
     */
    public ControlView awaitCaughtUp(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /** Called with each new view, and at once with the present one if there is one; on the follower's thread. */
    public void onChange(Consumer<ControlView> listener) {
        throw new UnsupportedOperationException();
    }

    /** Writes the snapshot and ends the thread. */
    @Override
    public void close() {}
}
