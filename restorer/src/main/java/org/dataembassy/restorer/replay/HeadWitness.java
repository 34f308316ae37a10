package org.dataembassy.restorer.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
     * @param byWriter whether that is the registry's writer, who knows all there is
     */
    public record Statement(long blocks, long events, Digest root, String author, boolean byWriter, Instant issuedAt) {}

    private final LedgerId ledger;
    private final NavigableMap<Long, List<Statement>> byBlocks = new TreeMap<>();

    /** @param statements in any order; all of them must agree with the ledger */
    public HeadWitness(LedgerId ledger, Collection<Statement> statements) {
        this.ledger = ledger;
        for (Statement statement : statements) {
            byBlocks.computeIfAbsent(statement.blocks(), blocks -> new ArrayList<>())
                    .add(statement);
        }
    }

    /** @throws LedgerFaultException CHECKPOINT_CONTRADICTS if a checkpoint states another root for this head */
    void check(Head head) {
        for (Statement stated : byBlocks.getOrDefault(head.nextBlockIndex(), List.of())) {
            if (!stated.root().equals(head.root()) || stated.events() != head.nextSequence()) {
                throw contradiction(
                        stated,
                        "this ledger has " + head.nextSequence() + " events there and root "
                                + head.root().abbreviated());
            }
        }
    }

    /** The checkpoint that states the most blocks above {@code head}, if one does. */
    public Optional<Statement> beyond(Head head) {
        return Optional.ofNullable(byBlocks.lastEntry())
                .map(entry -> entry.getValue().get(0))
                .filter(statement -> statement.blocks() > head.nextBlockIndex());
    }

    /** The checkpoints that {@code head} confirms or that are below it. */
    public int confirmedBy(Head head) {
        return byBlocks.headMap(head.nextBlockIndex(), true).values().stream()
                .mapToInt(List::size)
                .sum();
    }

    /** Whether the registry's writer signed after {@code time} that it had no more than {@code head}. */
    public boolean writerStatesNoMoreAfter(Instant time, Head head) {
        return byBlocks.headMap(head.nextBlockIndex(), true).values().stream()
                .flatMap(List::stream)
                .anyMatch(statement ->
                        statement.byWriter() && statement.issuedAt().isAfter(time));
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
