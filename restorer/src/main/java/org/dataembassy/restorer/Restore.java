package org.dataembassy.restorer;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerConnection;
import org.dataembassy.restorer.fold.PartitionFold;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.plan.RestorePlan;
import org.dataembassy.restorer.plan.RestorePlanner;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.replay.LedgerFaultException;
import org.dataembassy.restorer.replay.PartitionThreads;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.restorer.target.History;
import org.dataembassy.restorer.target.PosixTargetFiles;
import org.dataembassy.restorer.target.ReadBack;
import org.dataembassy.restorer.target.ReportFile;
import org.dataembassy.restorer.target.States;
import org.dataembassy.restorer.target.TargetFailure;
import org.dataembassy.restorer.target.TargetFiles;
import org.dataembassy.restorer.target.TargetFolder;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;

/**
 * Rebuilds a registry from its ledger at a chosen position: reads every block from 0, believes only what acceptance
 * accepts, folds it as a site does, writes the result beside the target, reads it back, and only then makes it visible.
 * Thread-safe; each call is one restore on the caller's thread.
 */
public final class Restore {
    /**
     * How many times the ledger's stored bytes a restore may need, for each format, and again for its history: acts, whose
     * texts shrink to a quarter in blocks, took up to 5, with their parts in a file of their own meanwhile.
     */
    private static final int EXPANSION = 8;

    private static final long LEAST_BYTES = 16L << 20;

    private final Clock clock;
    private final TargetFiles files;

    /** With the machine's clock and files. */
    public Restore() {
        this(Clock.systemUTC(), new PosixTargetFiles());
    }

    /** @param clock for the report only; nothing that is restored depends on it */
    public Restore(Clock clock, TargetFiles files) {
        this.clock = clock;
        this.files = files;
    }

    /**
     * What {@link #run} would do, without doing it.
     *
     * @throws EmbassyException as {@link #run}
     */
    public RestorePlan plan(RestoreConfig config) {
        TargetFolder.requireUsable(config.target());
        return plan(config.access(), config.position());
    }

    /**
     * What a restore to {@code position} would read and where it would stop, whatever its target.
     *
     * @throws EmbassyException as {@link #run}
     */
    public RestorePlan plan(LedgerAccess access, Position position) {
        model(access);
        try (LedgerConnection ledger = LedgerConnection.open(access)) {
            return RestorePlanner.plan(ledger.extent(), position);
        }
    }

    /**
     * Restores.
     *
     * @return what was done; also in the target as {@code report.json}
     * @throws EmbassyException POSITION_MALFORMED, POSITION_UNKNOWN, REGISTRY_UNKNOWN, LEDGER_FAULT, RESTORE_NOT_VERIFIED,
     *     KEY_MISSING, TRUST_ROOT_INVALID, TRUST_ROOT_MISSING, BROKER_UNAVAILABLE, TOPIC_MISSING, TARGET_EXISTS,
     *     TARGET_UNWRITABLE, TARGET_DISK_SHORT, INTERRUPTED; the target then does not exist, and nothing is left beside it
     */
    public RestoreReport run(RestoreConfig config, RestoreListener listener) {
        Instant startedAt = clock.instant();
        TargetFolder.requireUsable(config.target());
        RegistryModel<?> model = model(config.access());
        try (LedgerConnection ledger = LedgerConnection.open(config.access())) {
            ledger.requireKeyToOpen();
            RestorePlan plan = RestorePlanner.plan(ledger.extent(), config.position());
            listener.planned(plan);
            try (TargetFolder target = TargetFolder.prepare(config.target(), files)) {
                target.requireRoom(room(config, ledger));
                RestoreReport report = restore(model, config, ledger, plan, target, listener, startedAt);
                target.commit();
                listener.step(RestoreListener.Step.COMMITTED);
                return report;
            }
        } catch (LedgerFaultException e) {
            throw new EmbassyException(
                    e.fault().problem(),
                    "The ledger does not verify, and nothing was restored: "
                            + e.fault().describe() + ".",
                    e);
        } catch (UncheckedIOException e) {
            throw TargetFailure.of(config.target(), e.getCause());
        }
    }

    private static RegistryModel<?> model(LedgerAccess access) {
        try {
            return RegistryModels.named(access.registry());
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(Problem.REGISTRY_UNKNOWN, e.getMessage(), e);
        }
    }

    private static long room(RestoreConfig config, LedgerConnection ledger) {
        long stored = ledger.storedBytes().orElse(0);
        long copies = config.formats().size() * (config.history() ? 2L : 1L);
        return Math.max(LEAST_BYTES, Math.multiplyExact(stored, EXPANSION * copies));
    }

    private <S extends SpecificRecord> RestoreReport restore(
            RegistryModel<S> model,
            RestoreConfig config,
            LedgerConnection ledger,
            RestorePlan plan,
            TargetFolder target,
            RestoreListener listener,
            Instant startedAt) {
        Digest identity = identity(plan);
        try (RegistryFold<S> fold = new RegistryFold<>(
                        model, target.workFolder(), plan.partitions().size());
                History history = history(config, target, model, identity);
                RegistryReplay replay = new RegistryReplay(ledger, plan, model, target)) {

            listener.step(RestoreListener.Step.REPLAYING);
            // A history is one file, partition after partition.
            int atOnce = config.history()
                    ? 1
                    : PartitionThreads.usual(plan.partitions().size());
            RegistryReplay.Result reached =
                    replay.run(partition -> sink(fold.ofPartition(partition), history), listener, atOnce);

            listener.step(RestoreListener.Step.WRITING);
            List<WrittenFile> written = new ArrayList<>(States.write(target, fold, config.formats(), identity));
            written.addAll(history.finish());

            listener.step(RestoreListener.Step.READING_BACK);
            Digest stateDigest = new ReadBack<>(target, fold).requireEqual(written);

            RestoreReport report = new RestoreReport(
                    plan.registry(),
                    plan.position(),
                    startedAt,
                    Duration.between(startedAt, clock.instant()),
                    config.programVersion(),
                    Trust.used(ledger.view(), startedAt),
                    reached.partitions(),
                    stateDigest,
                    fold.entityCount(),
                    fold.events(),
                    fold.anomalies(),
                    reached.findings().counts(),
                    reached.findings().first(),
                    reached.splits(),
                    written,
                    Warnings.of(ledger, reached, startedAt));
            ReportFile.write(target, report);
            return report;
        }
    }

    private static RegistryReplay.Sink sink(PartitionFold<?> fold, History history) {
        return new RegistryReplay.Sink() {
            @Override
            public void accept(RecordedEvent event) {
                fold.apply(event);
                history.write(event);
            }

            @Override
            public void end() {
                fold.finish();
            }
        };
    }

    private static History history(RestoreConfig config, TargetFolder target, RegistryModel<?> model, Digest identity) {
        return config.history() ? History.in(target, config.formats(), model, identity) : History.none(target);
    }

    /** Of what is restored, so that two restores of one position are the same bytes. */
    private static Digest identity(RestorePlan plan) {
        String what = plan.registry() + " " + plan.position().describe();
        return Digest.sha256(what.getBytes(StandardCharsets.UTF_8));
    }
}
