package org.dataembassy.site.materialise;

import java.util.Optional;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.WritableLedgerStore;

/**
 * A block on its way from the verify step to the materialise step of the same task, and what became of it on the way
 * back: forwarding is a call within one thread, and its only other way to answer is an exception, which would end the
 * thread.
 */
public final class AcceptedBlock {
    private final WritableLedgerStore store;
    private final HeadEntry before;
    private final Judgement.Accepted judgement;
    private final Location location;
    private HeadEntry after;
    private CannotFoldException failure;

    /** @param store of the task: one that writes, since it alone knows what its entries add up to */
    public AcceptedBlock(WritableLedgerStore store, HeadEntry before, Judgement.Accepted judgement, Location location) {
        this.store = store;
        this.before = before;
        this.judgement = judgement;
        this.location = location;
    }

    public WritableLedgerStore store() {
        return store;
    }

    public HeadEntry before() {
        return before;
    }

    public Judgement.Accepted judgement() {
        return judgement;
    }

    public Location location() {
        return location;
    }

    public void applied(HeadEntry head) {
        after = head;
    }

    public void failed(CannotFoldException why) {
        failure = why;
    }

    /** The head after it; empty if it could not be applied. */
    public Optional<HeadEntry> outcome() {
        if (after == null && failure == null) {
            throw new IllegalStateException("the materialise step did not answer");
        }
        return Optional.ofNullable(after);
    }

    /** @throws IllegalStateException if it was applied */
    public CannotFoldException failure() {
        if (failure == null) {
            throw new IllegalStateException("the block was applied");
        }
        return failure;
    }
}
