package org.dataembassy.restorer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.access.LedgerConnection;
import org.dataembassy.restorer.plan.LedgerExtent;
import org.dataembassy.restorer.plan.PartitionPlan;
import org.dataembassy.restorer.plan.RestorePlanner;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.replay.BlockJudge;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.replay.HeaderJudge;
import org.dataembassy.restorer.replay.LeafFile;
import org.dataembassy.restorer.replay.OpeningJudge;
import org.dataembassy.restorer.replay.ReplaySource;
import org.dataembassy.restorer.replay.SourcePartition;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.Depth;
import org.dataembassy.restorer.report.PartitionVerified;
import org.dataembassy.restorer.report.VerificationReport;

/**
 * Checks a registry's ledgers on a cluster's topics from block 0 to their ends, and against the checkpoints there; folds
 * and writes nothing. Thread-safe; each call is one verification on the caller's thread.
 */
public final class LedgerVerification {
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Clock clock;

    /** With the machine's clock. */
    public LedgerVerification() {
        this(Clock.systemUTC());
    }

    /** @param clock for the report, and for the trust root's expiry */
    public LedgerVerification(Clock clock) {
        this.clock = clock;
    }

    /**
     * Verifies. A ledger that does not hold is told by the report, not by an exception; the caller has to ask it.
     *
     * @throws EmbassyException REGISTRY_UNKNOWN, KEY_MISSING, TRUST_ROOT_INVALID, TRUST_ROOT_MISSING, BROKER_UNAVAILABLE,
     *     TOPIC_MISSING, INTERRUPTED
     */
    public VerificationReport run(VerificationConfig config, RestoreListener listener) {
        Instant startedAt = clock.instant();
        try (LedgerConnection ledger = LedgerConnection.open(config.access())) {
            if (config.depth() == Depth.OPENED) {
                ledger.requireKeyToOpen();
            }
            // A ledger's end now is a position like any other; what isn't there is the same error.
            List<PartitionPlan> partitions =
                    RestorePlanner.plan(ledger.extent(), new Position.Head()).partitions();
            Findings findings = new Findings();
            List<PartitionVerified> verified = new ArrayList<>();
            for (PartitionPlan partition : partitions) {
                verified.add(verify(config, ledger, partition.ledger(), findings, listener));
            }
            return new VerificationReport(
                    config.access().registry(),
                    startedAt,
                    Duration.between(startedAt, clock.instant()),
                    config.programVersion(),
                    Trust.used(ledger.view(), startedAt),
                    config.depth(),
                    existing(ledger.extent()),
                    verified,
                    findings.counts(),
                    findings.first(),
                    Warnings.ofTrust(ledger, startedAt));
        }
    }

    private static List<String> existing(LedgerExtent extent) {
        return extent.topics().stream()
                .filter(topic -> extent.ranges().containsKey(new SourcePartition(topic, 0)))
                .toList();
    }

    private static PartitionVerified verify(
            VerificationConfig config,
            LedgerConnection ledger,
            LedgerId id,
            Findings findings,
            RestoreListener listener) {
        BlockJudge judge = config.depth() == Depth.OPENED
                ? OpeningJudge.ofEverySignature(
                        id, ledger.view(), ledger.access().recipient())
                : new HeaderJudge(id, ledger.view());
        List<ReplaySource> sources = sources(ledger.extent(), id);
        try (LeafFile leaves = LeafFile.temporary();
                VerifiedBlocks blocks =
                        new VerifiedBlocks(id, sources, ledger.blocks(), judge, ledger.witness(id), leaves, findings)) {
            return new PartitionVerification(id, blocks, ledger.witness(id))
                    .run(
                            patience(config, ledger),
                            (block, events) -> listener.progress(
                                    id,
                                    block.header().blockIndex() + 1,
                                    events,
                                    block.place().offset(),
                                    end(sources, block.place().source())));
        }
    }

    private static List<ReplaySource> sources(LedgerExtent extent, LedgerId id) {
        return extent.topics().stream()
                .map(topic -> new SourcePartition(topic, id.partition()))
                .filter(source -> extent.ranges().containsKey(source))
                .map(source -> ReplaySource.all(source, extent.ranges().get(source)))
                .toList();
    }

    private static long end(List<ReplaySource> sources, SourcePartition of) {
        return sources.stream()
                .filter(source -> source.source().equals(of))
                .mapToLong(ReplaySource::end)
                .findFirst()
                .orElse(0);
    }

    private static PartitionVerification.Patience patience(VerificationConfig config, LedgerConnection ledger) {
        long deadline = System.nanoTime() + config.replicationGrace().toNanos();
        AtomicBoolean lookedAgain = new AtomicBoolean();
        return blocks -> {
            // Once in any case: reading may have taken longer than the grace.
            if (System.nanoTime() - deadline > 0 && lookedAgain.get()) {
                return false;
            }
            if (lookedAgain.getAndSet(true)) {
                pause();
            }
            Map<SourcePartition, OffsetRange> now = ledger.currentRanges();
            blocks.readOn(now);
            return true;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "The verification was interrupted.", e);
        }
    }
}
