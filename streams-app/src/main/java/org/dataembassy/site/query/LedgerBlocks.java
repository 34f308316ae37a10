package org.dataembassy.site.query;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockOpener;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.block.UnopenableBlockException;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.topics.LedgerTopic;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.LedgerStore;

/**
 * Reads blocks that have been applied once more from the ledger: where they lay first, else on another carrier. What is
 * read counts only if it has the leaf that is in the store. Thread-safe.
 */
public final class LedgerBlocks {
    private final BlockReader reader;

    public LedgerBlocks(BlockReader reader) {
        this.reader = reader;
    }

    /** @throws QueryProblem UNAVAILABLE if no carrier gives the block */
    OpenedBlock applied(LedgerStore store, long blockIndex) {
        return read(store, blockIndex, (entry, record) -> open(store, entry, record));
    }

    /**
     * The block as it lies on a topic, header and signature included. The leaf says that the header is the one that was
     * applied; of the signature {@code wanted} has to make sure, for a topic's owner can alter it afterwards.
     *
     * @throws QueryProblem UNAVAILABLE if no carrier gives such a block
     */
    SealedBlock sealed(LedgerStore store, long blockIndex, Predicate<SealedBlock> wanted) {
        return read(store, blockIndex, (entry, record) -> sealed(entry, record).filter(wanted));
    }

    private <T> T read(LedgerStore store, long blockIndex, BiFunction<BlockEntry, BlockRecord, Optional<T>> reading) {
        BlockEntry entry = store.appliedBlock(blockIndex);
        for (Topic<Void, SealedBlock> topic : carriers(store, entry)) {
            Optional<T> found = find(store, entry, blockIndex, topic).flatMap(record -> reading.apply(entry, record));
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw QueryProblem.unavailable(
                "block-unreadable",
                "Block " + blockIndex + " of " + store.ledger() + " with leaf " + entry.leaf()
                        + " can't be read from any topic of this site; it was at "
                        + entry.location().topic() + "-" + store.ledger().partition() + "@"
                        + entry.location().offset() + ".",
                "Bring the block back by any carrier; the present state can be asked for without it.");
    }

    private Optional<BlockRecord> find(
            LedgerStore store, BlockEntry entry, long blockIndex, Topic<Void, SealedBlock> topic) {
        boolean known = topic.name().equals(entry.location().topic());
        try {
            return known
                    ? reader.at(
                            topic, store.ledger().partition(), entry.location().offset())
                    : reader.atBlockIndex(topic, store.ledger().partition(), blockIndex, OptionalLong.empty());
        } catch (EmbassyException e) {
            if (e.problem() == Problem.TOPIC_MISSING) {
                return Optional.empty();
            }
            throw QueryProblem.unavailable(
                    e.problem().code(),
                    "The ledger can't be read: " + e.getMessage(),
                    e.problem().next());
        }
    }

    private static Optional<SealedBlock> sealed(BlockEntry entry, BlockRecord record) {
        try {
            return Optional.of(record.decode()).filter(block -> block.leaf().equals(entry.leaf()));
        } catch (MalformedBlockException e) {
            return Optional.empty();
        }
    }

    private static Optional<OpenedBlock> open(LedgerStore store, BlockEntry entry, BlockRecord record) {
        try {
            return Optional.of(BlockOpener.openAccepted(record.decode(), entry.leaf(), store::dataKey));
        } catch (MalformedBlockException | UnopenableBlockException e) {
            return Optional.empty(); // another block, or an altered one: the next carrier may have the true one
        }
    }

    private static Set<Topic<Void, SealedBlock>> carriers(LedgerStore store, BlockEntry entry) {
        String registry = store.ledger().registry();
        Set<Topic<Void, SealedBlock>> topics = new LinkedHashSet<>();
        Topics.parse(entry.location().topic()).map(LedgerTopic::topic).ifPresent(topics::add);
        topics.add(Topics.registry(registry));
        for (Site site : Site.values()) {
            topics.add(Topics.registry(registry).mirroredFrom(site));
        }
        topics.add(Topics.importOf(registry));
        return topics;
    }
}
