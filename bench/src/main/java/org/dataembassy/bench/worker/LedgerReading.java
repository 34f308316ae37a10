package org.dataembassy.bench.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerConnection;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.fold.EventReader;
import org.dataembassy.restorer.plan.PartitionPlan;
import org.dataembassy.restorer.plan.RestorePlanner;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.replay.BlocksAhead;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.replay.LeafFile;
import org.dataembassy.restorer.replay.OpeningJudge;
import org.dataembassy.restorer.replay.PartitionThreads;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.restorer.replay.VerifiedBlocks;

/**
 * Verifies the whole ledger as a restore does, opens every block and decodes every event. All of it twice: the second time
 * on the clock.
 *
 * <p>Settings: {@code bootstrap}, {@code site}, {@code key-store}, {@code passphrase}, {@code expected} events.
 */
final class LedgerReading {
    private LedgerReading() {}

    static Outcome run(Order order) {
        long expected = order.number("expected");
        read(order, new IdDigest());
        IdDigest ids = new IdDigest();
        Stopwatch clock = new Stopwatch();
        clock.start();
        read(order, ids);
        clock.stop();
        if (ids.count() != expected) {
            throw new IllegalStateException("expected " + expected + " events, verified " + ids.count());
        }
        return clock.outcome(expected, ids);
    }

    /** Whose keys, and where. */
    static LedgerAccess access(Order order) {
        SiteKeys keys =
                KeyStoreFile.readSite(order.path("key-store"), KeyStoreFile.readPassphrase(order.path("passphrase")));
        return new LedgerAccess(
                KafkaClients.of(order.text("bootstrap")),
                Workload.REGISTRY,
                new LedgerSource.AtSite(Site.of(order.text("site"))),
                TrustAnchor.ofDomain(keys.domain()),
                Optional.of(keys.recipient()));
    }

    /** Partitions at the same time and in the order of a restore, which this is but for fold and files. */
    private static void read(Order order, IdDigest ids) {
        try (LedgerConnection ledger = LedgerConnection.open(access(order))) {
            List<PartitionPlan> partitions =
                    RestorePlanner.plan(ledger.extent(), new Position.Head()).partitions();
            int atOnce = PartitionThreads.usual(partitions.size());
            boolean ahead = Runtime.getRuntime().availableProcessors() > atOnce;
            List<Callable<IdDigest>> tasks = new ArrayList<>();
            partitions.forEach(partition -> tasks.add(() -> read(ledger, partition, ahead)));
            PartitionThreads.run(tasks, atOnce).forEach(ids::addAll);
        }
    }

    private static IdDigest read(LedgerConnection ledger, PartitionPlan partition, boolean ahead) {
        EventReader reader = new EventReader(
                Workload.model(), ledger.registry().partitions(), ledger.view().schemas());
        Findings findings = new Findings();
        IdDigest ids = new IdDigest();
        try (LeafFile leaves = LeafFile.temporary();
                VerifiedBlocks blocks = new VerifiedBlocks(
                        partition.ledger(),
                        partition.sources(),
                        ledger.blocks(),
                        new OpeningJudge(
                                partition.ledger(),
                                ledger.view(),
                                ledger.access().recipient()),
                        ledger.witness(partition.ledger()),
                        leaves,
                        findings);
                BlocksAhead blocksAhead = ahead ? BlocksAhead.of(blocks) : null) {
            Supplier<Optional<VerifiedBlock>> inOrder = ahead ? blocksAhead::next : blocks::next;
            for (Optional<VerifiedBlock> next = inOrder.get(); next.isPresent(); next = inOrder.get()) {
                EventReader.BlockEvents events = reader.open(next.get());
                for (int i = 0; i < events.count(); i++) {
                    ids.add(events.read(i).event());
                }
            }
        }
        if (!findings.counts().isEmpty()) {
            throw new IllegalStateException("a clean ledger, but " + findings.counts());
        }
        return ids;
    }
}
