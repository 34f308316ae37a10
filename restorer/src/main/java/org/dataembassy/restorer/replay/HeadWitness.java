package org.dataembassy.restorer.replay;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;

/**
 * What signed checkpoints say of one ledger's heads. Where the ledger passes such a head it must have exactly that root;
 * where it ends below, blocks are missing at its end, which no chain of blocks can show by itself. Immutable.
 */
public final class HeadWitness {
    /**
     * A head that a checkpoint states.
     *
     * @param author who signed it, in words
     */
    public record Statement(long blocks, long events, Digest root, String author, Instant issuedAt) {}

    private final LedgerId ledger;
    private final NavigableMap<Long, Statement> byBlocks = new TreeMap<>();

    /** @param statements in any order; of those for one head the first counts, since all must agree with the ledger */
    public HeadWitness(LedgerId ledger, Collection<Statement> statements) {
        this.ledger = ledger;
        statements.forEach(statement -> byBlocks.merge(statement.blocks(), statement, this::agreeing));
    }

    private Statement agreeing(Statement one, Statement other) {
        if (!one.root().equals(other.root()) || one.events() != other.events()) {
            throw contradiction(other, "another checkpoint states otherwise for as many blocks");
        }
        return one;
    }

    /** @throws LedgerFaultException CHECKPOINT_CONTRADICTS if a checkpoint states another root for this head */
    void check(Head head) {
        Statement stated = byBlocks.get(head.nextBlockIndex());
        if (stated != null && (!stated.root().equals(head.root()) || stated.events() != head.nextSequence())) {
            throw contradiction(stated, "this ledger has " + head.nextSequence() + " events there and root "
                    + head.root().abbreviated());
        }
    }

    /** The checkpoint that states the most blocks above {@code head}, if one does. */
    public Optional<Statement> beyond(Head head) {
        return Optional.ofNullable(byBlocks.lastEntry())
                .map(Map.Entry::getValue)
                .filter(statement -> statement.blocks() > head.nextBlockIndex());
    }

    /** The checkpoints that {@code head} confirms or that are below it. */
    public int confirmedBy(Head head) {
        return byBlocks.headMap(head.nextBlockIndex(), true).size();
    }

    private LedgerFaultException contradiction(Statement stated, String otherwise) {
        return new LedgerFaultException(new LedgerFault(
                ledger,
                Math.max(0, stated.blocks() - 1),
                Optional.empty(),
                LedgerFault.CHECKPOINT_CONTRADICTS,
                "checkpoint of " + stated.author() + " at " + stated.issuedAt() + " says " + stated.blocks()
                        + " blocks, " + stated.events() + " events, root "
                        + stated.root().abbreviated() + "; " + otherwise));
    }
}
