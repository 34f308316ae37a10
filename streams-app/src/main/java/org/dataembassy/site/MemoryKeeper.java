package org.dataembassy.site;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what the service may do with the memory it has: whether it is a first start, whether control is at least what
 * was seen before, and, where the memory was lost, when answers may be given again. For the conductor's thread.
 */
final class MemoryKeeper {
    /** A file with this name in the data folder is an operator's word that the memory is lost. Used once. */
    static final String ACCEPT_LOSS = "accept-memory-loss";

    private static final Logger LOG = LoggerFactory.getLogger(MemoryKeeper.class);
    private static final String CONTROL_ALARM = "memory of control";
    private static final String LOSS_ALARM = "memory lost";

    private final SiteMemory memory;
    private final DataFolder folder;
    private final SiteBoard board;
    private final Digest ownAuthor;
    private final Instant startedAt;

    MemoryKeeper(SiteMemory memory, DataFolder folder, SiteBoard board, Digest ownAuthor, Instant startedAt) {
        this.memory = memory;
        this.folder = folder;
        this.board = board;
        this.ownAuthor = ownAuthor;
        this.startedAt = startedAt;
    }

    /**
     * Before streams start. Where nothing was ever consumed and no state lies about, a memory begins; where there is
     * something, but no memory, streams may start, but nothing is answered until {@link #mayGoOn}.
     *
     * @param hasConsumed whether the site's group has committed anything
     * @return whether streams may start: control holds all that was seen before
     */
    boolean mayStart(ControlView view, boolean hasConsumed) {
        if (!memory.exists()) {
            if (!hasConsumed && !Files.exists(folder.streams())) {
                LOG.info("a first start: the site's memory {} begins", folder.memory());
                memory.begin();
            } else {
                lost("nothing confirms yet that the ledgers are as new as this site has seen them");
            }
        }
        Optional<String> missing = memory.missingIn(view);
        if (missing.isPresent()) {
            String what = "control was rolled back: " + missing.get();
            if (!what.equals(board.waitingFor().get(SiteBoard.MEMORY))) {
                LOG.error("{}; no ledger is read", what);
            }
            board.waitFor(SiteBoard.MEMORY, what);
            board.raise(CONTROL_ALARM, what);
            return false;
        }
        board.clear(CONTROL_ALARM);
        if (memory.exists()) {
            board.ready(SiteBoard.MEMORY);
        }
        memory.seen(view);
        return true;
    }

    private void lost(String why) {
        String what = "this site's memory is lost: " + folder.memory()
                + " isn't there, but the site has worked before; " + why;
        if (!board.waitingFor().containsKey(SiteBoard.MEMORY)) {
            LOG.error("{}; see the runbook lost-memory.md", what);
        }
        board.waitFor(SiteBoard.MEMORY, what);
        board.raise(LOSS_ALARM, what);
    }

    /** From second to second: remembers what was committed, or finds out whether the loss is made up for. */
    void watch(ControlView view, Collection<SignedCheckpoint> checkpoints) {
        memory.seen(view);
        if (memory.exists()) {
            memory.save();
            return;
        }
        if (acceptedByOperator()) {
            goOn("an operator has accepted the loss");
            return;
        }
        Optional<String> unconfirmed = unconfirmed(view, checkpoints);
        if (unconfirmed.isPresent()) {
            lost(unconfirmed.get());
        } else {
            goOn("checkpoints that were signed after this start confirm every partition held here");
        }
    }

    private boolean acceptedByOperator() {
        return Files.exists(folder.root().resolve(ACCEPT_LOSS));
    }

    private void goOn(String why) {
        memory.begin();
        try {
            Files.deleteIfExists(folder.root().resolve(ACCEPT_LOSS));
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE, "The file " + ACCEPT_LOSS + " can't be deleted: it counts once.", e);
        }
        LOG.warn("the site's memory was lost and begins anew: {}", why);
        board.raise(LOSS_ALARM, "this site's memory was lost and began anew: " + why);
        board.ready(SiteBoard.MEMORY);
    }

    /** The first partition that no fresh checkpoint confirms, a sentence; empty if every one is confirmed. */
    private Optional<String> unconfirmed(ControlView view, Collection<SignedCheckpoint> checkpoints) {
        Collection<PartitionReport> held = board.reports();
        if (held.isEmpty()) {
            return Optional.of("no partition has been restored yet");
        }
        for (PartitionReport report : held) {
            Optional<String> doubt = doubt(report, view, checkpoints);
            if (doubt.isPresent()) {
                return doubt;
            }
        }
        return Optional.empty();
    }

    private Optional<String> doubt(PartitionReport report, ControlView view, Collection<SignedCheckpoint> checkpoints) {
        LedgerId ledger = report.ledger();
        if (!report.store().mayServe()) {
            return Optional.of(ledger + ": " + report.store().describe());
        }
        Optional<SignedCheckpoint> fresh = checkpoints.stream()
                .filter(checkpoint -> checkpoint.issuedAt().isAfter(startedAt))
                .filter(checkpoint ->
                        mayKnow(checkpoint, ledger, view.trustRoot().root()))
                .findFirst();
        if (fresh.isEmpty()) {
            return Optional.of("no checkpoint of the writer of " + ledger.registry()
                    + " or of the other site has come that was signed after this start");
        }
        long stated = fresh.get().checkpoint().heads().stream()
                .filter(head -> head.ledger().equals(ledger))
                .mapToLong(HeadStatement::blocks)
                .findFirst()
                .orElse(0);
        return report.head().nextBlockIndex() >= stated
                ? Optional.empty()
                : Optional.of(ledger + " has " + report.head().nextBlockIndex() + " blocks here, and "
                        + fresh.get().authorRole() + " " + fresh.get().author().abbreviated() + " states " + stated);
    }

    /** The registry's writer, or the other site: this site's own word is worth nothing here. */
    private boolean mayKnow(SignedCheckpoint checkpoint, LedgerId ledger, TrustRoot root) {
        return root.writers().stream()
                        .anyMatch(writer -> writer.registry().equals(ledger.registry())
                                && writer.statementKey().keyId().equals(checkpoint.author()))
                || checkpoint.authorRole().equals("site")
                        && !checkpoint.author().equals(ownAuthor)
                        && checkpoint.checkpoint().heads().stream()
                                .anyMatch(head -> head.ledger().equals(ledger));
    }
}
