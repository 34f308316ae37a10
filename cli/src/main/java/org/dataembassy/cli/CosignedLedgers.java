package org.dataembassy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.CosignatureReader;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.report.PartitionVerified;

/** To which size the embassy has cosigned each ledger, as the topics of a cluster at either site show it. */
final class CosignedLedgers {
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(30);

    private CosignedLedgers() {}

    /** @throws EmbassyException BROKER_UNAVAILABLE, TRUST_ROOT_MISSING */
    static Map<LedgerId, CosignedCheckpoint> read(KafkaClients clients, TrustAnchor anchor) {
        ControlFollower.Config config = new ControlFollower.Config(
                clients, ownAndCopies(Topics.CONTROL), anchor.domain(), anchor.genesis(), Optional.empty());
        try (ControlFollower follower = ControlFollower.start(config)) {
            ControlView view = follower.awaitCaughtUp(CONTROL_TIMEOUT);
            try (CosignatureReader reader =
                    CosignatureReader.open(clients, ownAndCopies(Topics.COSIGNATURES), () -> view, Site.EMBASSY)) {
                return new TreeMap<>(reader.refresh());
            }
        }
    }

    private static <K, V> List<Topic<K, V>> ownAndCopies(Topic<K, V> topic) {
        return List.of(topic, topic.mirroredFrom(Site.HOME), topic.mirroredFrom(Site.EMBASSY));
    }

    static String line(CosignedCheckpoint cosigned) {
        return cosigned.checkpoint().ledger() + ": cosigned by the "
                + cosigned.cosigner().label() + " to "
                + cosigned.checkpoint().blocks() + " blocks, root "
                + cosigned.checkpoint().root().abbreviated() + ", on " + cosigned.cosignedAt();
    }

    static List<Map<String, Object>> asMaps(Map<LedgerId, CosignedCheckpoint> all) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (CosignedCheckpoint cosigned : all.values()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("registry", cosigned.checkpoint().ledger().registry());
            one.put("partition", cosigned.checkpoint().ledger().partition());
            one.put("blocks", cosigned.checkpoint().blocks());
            one.put("root", cosigned.checkpoint().root().hex());
            one.put("by", cosigned.cosigner().label());
            one.put("at", cosigned.cosignedAt().toString());
            maps.add(one);
        }
        return maps;
    }

    /**
     * Compares what had been cosigned before a ledger was read with what was read: it can't have fewer blocks than the
     * other site has verified.
     *
     * @throws EmbassyException LEDGER_FAULT
     */
    static void requireNotBehind(PartitionVerified verified, CosignedCheckpoint cosigned) {
        long here = verified.head().nextBlockIndex();
        long there = cosigned.checkpoint().blocks();
        boolean otherRoot = here == there
                && !verified.head().root().equals(cosigned.checkpoint().root());
        if (here < there || otherRoot) {
            throw new EmbassyException(
                    Problem.LEDGER_FAULT,
                    "The ledger " + verified.ledger() + " has " + here + " blocks here with root "
                            + verified.head().root() + ", and the "
                            + cosigned.cosigner().label() + " has verified "
                            + there + " with root " + cosigned.checkpoint().root() + ".");
        }
    }
}
