package org.dataembassy.site.query;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.HeadEntry;

/** Puts together what answers say of themselves: partition, freshness, trust. Thread-safe. */
public final class SiteView {
    private final SiteBoard board;
    private final Supplier<Optional<ControlView>> control;
    private final Supplier<Map<Digest, SignedCheckpoint>> checkpoints;
    private final Clock clock;

    /** @param checkpoints the latest verified of each author, by key id */
    public SiteView(
            SiteBoard board,
            Supplier<Optional<ControlView>> control,
            Supplier<Map<Digest, SignedCheckpoint>> checkpoints,
            Clock clock) {
        this.board = board;
        this.control = control;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    public SiteBoard board() {
        return board;
    }

    public Instant now() {
        return clock.instant();
    }

    /** The present view; empty until the trust root was found. */
    public Optional<ControlView> control() {
        return control.get();
    }

    /** @throws QueryProblem until the trust root was found */
    public ControlView requireControl() {
        return control.get()
                .orElseThrow(() -> QueryProblem.unavailable(
                        "trust-root-missing",
                        "The trust root has not been found on control yet.",
                        "See /readyz for what the service waits for."));
    }

    /** @throws QueryProblem if the trust root names no such registry */
    public TrustRoot.RegistryEntry registry(String name) {
        return requireControl()
                .trustRoot()
                .root()
                .registry(name)
                .orElseThrow(() -> QueryProblem.notFound(
                        "registry-unknown",
                        "The trust root names no such registry.",
                        "See /v1/registries for those there are."));
    }

    public TrustState trust() {
        ControlView view = requireControl();
        Instant expires = view.trustRoot().root().expires();
        return new TrustState(
                view.trustRoot().root().version(),
                view.trustRoot().digest(),
                expires,
                !clock.instant().isBefore(expires));
    }

    /** Of an answer that rests on this head entry. */
    public Provenance provenance(LedgerId ledger, Optional<HeadEntry> entry) {
        Optional<PartitionReport> report = board.report(ledger);
        Head head = entry.map(HeadEntry::head).orElse(Head.EMPTY);
        Optional<HeadEntry.LastBlock> last = entry.flatMap(HeadEntry::last);
        return new Provenance(
                ledger,
                report.map(PartitionReport::state).orElse(org.dataembassy.site.status.PartitionState.RUNNING),
                report.flatMap(PartitionReport::halt).or(() -> entry.flatMap(HeadEntry::halt)),
                head,
                last,
                freshness(ledger, head, last),
                trust(),
                Optional.empty());
    }

    /** Of a partition as its task reported it. */
    public Provenance provenance(PartitionReport report) {
        return new Provenance(
                report.ledger(),
                report.state(),
                report.halt(),
                report.head(),
                report.last(),
                freshness(report.ledger(), report.head(), report.last()),
                trust(),
                Optional.empty());
    }

    private Freshness freshness(LedgerId ledger, Head head, Optional<HeadEntry.LastBlock> last) {
        Optional<SignedCheckpoint> newest = writersCheckpoint(ledger.registry());
        Optional<HeadStatement> stated = newest.flatMap(checkpoint -> headIn(checkpoint, ledger));
        Optional<Instant> lastSealed = last.map(HeadEntry.LastBlock::sealedAt);
        if (stated.isEmpty()) {
            return new Freshness(
                    Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), lastSealed.map(this::since));
        }
        Instant issuedAt = newest.orElseThrow().issuedAt();
        long lagBlocks = Math.max(0, stated.get().blocks() - head.nextBlockIndex());
        long lagEvents = Math.max(0, stated.get().events() - head.nextSequence());
        Optional<Instant> whole = lagBlocks > 0
                ? lastSealed
                : Optional.of(lastSealed.filter(issuedAt::isBefore).orElse(issuedAt));
        return new Freshness(
                Optional.of(issuedAt), OptionalLong.of(lagBlocks), OptionalLong.of(lagEvents), whole.map(this::since));
    }

    /** Of the registry's writer at the primary: the only one who knows all that there is. */
    public Optional<SignedCheckpoint> writersCheckpoint(String registry) {
        ControlView view = requireControl();
        Site primary = view.runningEpoch(registry).map(Epoch::primary).orElse(Site.HOME);
        return view.trustRoot().root().writers().stream()
                .filter(writer -> writer.registry().equals(registry) && writer.site() == primary)
                .map(writer -> checkpoints.get().get(writer.statementKey().keyId()))
                .filter(java.util.Objects::nonNull)
                .findFirst();
    }

    private static Optional<HeadStatement> headIn(SignedCheckpoint checkpoint, LedgerId ledger) {
        return checkpoint.checkpoint().heads().stream()
                .filter(head -> head.ledger().equals(ledger))
                .findFirst();
    }

    /** Clocks of two sites differ: never less than nothing. */
    private Duration since(Instant then) {
        Duration age = Duration.between(then, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }
}
