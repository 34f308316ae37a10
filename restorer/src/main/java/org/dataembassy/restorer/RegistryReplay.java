package org.dataembassy.restorer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.restorer.access.LedgerConnection;
import org.dataembassy.restorer.fold.EventReader;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.plan.PartitionPlan;
import org.dataembassy.restorer.plan.RestorePlan;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LeafFile;
import org.dataembassy.restorer.replay.OpeningJudge;
import org.dataembassy.restorer.replay.PartitionThreads;
import org.dataembassy.restorer.replay.ReplaySource;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.PartitionReached;
import org.dataembassy.restorer.report.Splits;
import org.dataembassy.restorer.target.TargetFolder;
import org.dataembassy.schemas.RegistryModel;

/** Reads all partitions of a registry, several at the same time, up to their stops. For one thread. */
final class RegistryReplay implements AutoCloseable {
    private final LedgerConnection ledger;
    private final RestorePlan plan;
    private final RegistryModel<?> model;
    private final TargetFolder target;
    private final SplitSearch splits;
    private final List<Findings> findings = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** What was reached, and what was found on the way. */
    record Result(List<PartitionReached> partitions, Findings findings, Splits splits) {}

    RegistryReplay(LedgerConnection ledger, RestorePlan plan, RegistryModel<?> model, TargetFolder target) {
        this.ledger = ledger;
        this.plan = plan;
        this.model = model;
        this.target = target;
        this.splits = new SplitSearch(plan.partitions().size());
    }

    /** Where the events of one partition go, in order of sequence. */
    interface Sink extends Consumer<RecordedEvent> {
        /** There are no more. */
        default void end() {}
    }

    /**
     * Reads everything up to the stops.
     *
     * @param sinks by partition; each is used by one thread
     * @param atOnce partitions that are read at the same time, at least 1
     */
    Result run(IntFunction<Sink> sinks, RestoreListener listener, int atOnce) {
        List<PartitionReplay> replays = new ArrayList<>();
        List<Callable<PartitionReached>> tasks = new ArrayList<>();
        boolean ahead = Runtime.getRuntime().availableProcessors() > atOnce;
        for (PartitionPlan partition : plan.partitions()) {
            PartitionReplay replay = replay(partition);
            replays.add(replay);
            tasks.add(() -> {
                Sink sink = sinks.apply(partition.ledger().partition());
                PartitionReached reached =
                        replay.run(sink, (block, events) -> progress(listener, partition, block, events), ahead);
                sink.end();
                return reached;
            });
        }
        List<PartitionReached> reached = PartitionThreads.run(tasks, atOnce);
        Map<Integer, SortedSet<Long>> missing = splits.missing(reached);
        for (int partition = 0; partition < replays.size(); partition++) {
            replays.get(partition).lookBeyond(missing.getOrDefault(partition, new TreeSet<>()));
        }
        Findings all = new Findings();
        findings.forEach(all::addAll);
        return new Result(reached, all, splits.result(reached));
    }

    private PartitionReplay replay(PartitionPlan partition) {
        LedgerId id = partition.ledger();
        HeadWitness witness = ledger.witness(id);
        Findings found = new Findings();
        findings.add(found);
        LeafFile leaves = LeafFile.in(target.workFolder());
        open.add(leaves);
        VerifiedBlocks blocks = new VerifiedBlocks(
                id,
                partition.sources(),
                ledger.blocks(),
                new OpeningJudge(id, ledger.view(), ledger.access().recipient()),
                witness,
                leaves,
                found);
        open.add(blocks);
        EventReader reader = new EventReader(
                model, ledger.registry().partitions(), ledger.view().schemas());
        return new PartitionReplay(partition, blocks, reader, witness, splits);
    }

    private void progress(RestoreListener listener, PartitionPlan partition, VerifiedBlock block, long events) {
        target.checkInterrupted();
        long end = partition.sources().stream()
                .filter(source -> source.source().equals(block.place().source()))
                .mapToLong(ReplaySource::end)
                .findFirst()
                .orElse(0);
        synchronized (listener) {
            listener.progress(
                    partition.ledger(),
                    block.header().blockIndex() + 1,
                    events,
                    block.place().offset(),
                    end);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable resource : open) {
            try {
                resource.close();
            } catch (Exception e) {
                // Nothing was written through it.
                continue;
            }
        }
    }
}
