package org.dataembassy.ledger.kafka.write;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.StableLog;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.read.RecordReader;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a registry's own topic, read by its writer. The log is not trusted: what carries no valid signature of a
 * listed signing key for its place is passed over, and a replayed old block isn't taken for the last one.
 *
 * <p>It's searched from the end backwards in windows that grow (markers and aborted blocks leave holes), so that its
 * length doesn't matter; without a journal the whole of it is read, for then nothing else says where it ends. For one
 * thread.
 */
final class OwnLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLog.class);
    private static final int FETCH_BYTES = 1 << 20;
    private static final long FIRST_WINDOW = 8;
    private static final long WIDER = 4;
    private static final int MAX_KEPT = 20_000;
    private static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration VISIBLE_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final String topic;
    private final String registry;
    private final Site site;
    private final Supplier<ControlView> control;
    private final RecordReader records;
    private final StableLog stable;

    OwnLog(KafkaClients clients, String topic, String registry, Site site, Supplier<ControlView> control) {
        this.clients = clients;
        this.topic = topic;
        this.registry = registry;
        this.site = site;
        this.control = control;
        this.records = RecordReader.open(clients, FETCH_BYTES);
        this.stable = StableLog.of(clients, topic);
    }

    /**
     * Reads the end of every partition. Call after {@code initTransactions}, when nothing of an older writer is open.
     *
     * @param journal if there is one: its blocks are looked for, as far back as they lie. Without one every partition is
     *     read to its beginning: old blocks in their order, put at the end again, look like the end. That takes long on a
     *     long log, but it's a repair (or an empty topic), not a usual start
     * @param base the heads at which the running epoch began
     * @throws EmbassyException TOPIC_MISSING, LOG_HELD_OPEN, SIGNING_KEY_MISUSED if two different blocks were signed for
     *     one place, BROKER_UNAVAILABLE
     */
    SortedMap<Integer, LogTail> tails(Optional<JournalState> journal, Map<Integer, Head> base) {
        SortedMap<Integer, OffsetRange> ranges = settledRanges();
        SortedMap<Integer, LogTail> tails = new TreeMap<>();
        ranges.forEach((partition, range) -> tails.put(partition, tail(partition, range, journal, base)));
        return tails;
    }

    /**
     * Waits until the blocks of a transaction are visible to readers: its commit alone does not say so.
     *
     * @param offsets block by block
     * @throws KafkaException if they don't become visible; the outcome is then unknown
     */
    void awaitVisible(JournaledTransaction transaction, List<Long> offsets) {
        Map<Integer, Long> last = new HashMap<>();
        for (int i = 0; i < offsets.size(); i++) {
            last.merge(transaction.blocks().get(i).partition(), offsets.get(i), Math::max);
        }
        stable.awaitVisible(last, VISIBLE_TIMEOUT);
    }

    @Override
    public void close() {
        records.close();
        stable.close();
    }

    private LogTail tail(int partition, OffsetRange range, Optional<JournalState> journal, Map<Integer, Head> base) {
        Search search =
                new Search(partition, base.getOrDefault(partition, Head.EMPTY).nextBlockIndex());
        if (journal.isEmpty()) {
            search.backwardsTo(range, () -> false);
            return new LogTail(search.found, range.end() > 0);
        }
        long lowest = search.backwardsTo(range, search::isCertain);
        Optional<CommittedBlock> committed =
                journal.map(state -> state.committed().get(partition));
        if (committed.isPresent() && !isAhead(search, journal.get())) {
            CommittedBlock wanted = committed.get();
            long hint = Math.max(range.begin(), wanted.offset());
            if (hint < lowest) {
                search.read(new OffsetRange(hint, lowest));
                lowest = hint;
            }
            // A rebuilt topic has other offsets; a log that lost it is read to its beginning, once.
            search.backwardsTo(new OffsetRange(range.begin(), lowest), () -> search.has(wanted));
        }
        return new LogTail(search.found, range.end() > 0);
    }

    private static boolean isAhead(Search search, JournalState journal) {
        return !search.found.isEmpty() && search.found.lastKey() > Reconciliation.lastIndex(journal, search.partition);
    }

    /** One partition's search. */
    private final class Search {
        private final int partition;
        private final long firstIndexOfEpoch;
        private final SortedMap<Long, LogBlock> found = new TreeMap<>();
        private boolean earlierEpochSeen;

        Search(int partition, long firstIndexOfEpoch) {
            this.partition = partition;
            this.firstIndexOfEpoch = firstIndexOfEpoch;
        }

        /** Reads windows from the end of {@code range} down until {@code enough}; the lowest offset read. */
        long backwardsTo(OffsetRange range, java.util.function.BooleanSupplier enough) {
            long end = range.end();
            for (long window = FIRST_WINDOW; end > range.begin() && !enough.getAsBoolean(); window *= WIDER) {
                long begin = Math.max(range.begin(), end - window);
                read(new OffsetRange(begin, end));
                end = begin;
            }
            return end;
        }

        void read(OffsetRange range) {
            records.read(topic, partition, range, read -> {
                take(read);
                return true;
            });
        }

        /**
         * The block with the highest index is the last one if it's the first of its epoch or its predecessor lies below
         * it: a single replayed block has none there. Only where the journal's last block is looked for besides.
         */
        boolean isCertain() {
            if (found.isEmpty()) {
                return earlierEpochSeen;
            }
            LogBlock last = found.get(found.lastKey());
            LogBlock before = found.get(found.lastKey() - 1);
            return last.header().blockIndex() == firstIndexOfEpoch
                    || (before != null && before.offset() < last.offset());
        }

        boolean has(CommittedBlock wanted) {
            LogBlock there = found.get(wanted.blockIndex());
            return there != null && there.leaf().equals(wanted.leaf());
        }

        private void take(ConsumerRecord<byte[], byte[]> read) {
            ControlView view = control.get();
            Optional<Epoch> running = view.runningEpoch(registry);
            verified(view, read).ifPresent(block -> {
                if (running.isEmpty()
                        || !block.header().epochId().equals(running.get().epochId())) {
                    earlierEpochSeen = true;
                    return;
                }
                LogBlock other = found.get(block.header().blockIndex());
                if (other == null || block.offset() < other.offset()) {
                    found.put(block.header().blockIndex(), block);
                    if (found.size() > MAX_KEPT) {
                        found.remove(found.firstKey());
                    }
                }
                if (other != null && !other.leaf().equals(block.leaf())) {
                    throw new EmbassyException(
                            Problem.SIGNING_KEY_MISUSED,
                            "Two different blocks were signed for " + registry + "/" + partition + " block "
                                    + block.header().blockIndex() + ": " + topic + "-" + partition + "@"
                                    + other.offset() + " and @" + block.offset() + ".");
                }
            });
        }

        private Optional<LogBlock> verified(ControlView view, ConsumerRecord<byte[], byte[]> read) {
            try {
                return Optional.of(verify(view, read));
            } catch (MalformedBlockException | SignatureInvalidException e) {
                LOG.warn("passed over {}-{}@{}: {}", topic, partition, read.offset(), e.getMessage());
                return Optional.empty();
            }
        }

        private LogBlock verify(ControlView view, ConsumerRecord<byte[], byte[]> read)
                throws MalformedBlockException, SignatureInvalidException {
            SealedBlock block = SealedBlock.decode(read.value());
            BlockHeader header = BlockHeader.decode(block.header());
            Digest signer = header.signingKeyId();
            require(header.domain().equals(view.domain()), "another domain");
            require(header.ledger().equals(new LedgerId(registry, partition)), "another ledger");
            require(header.site() == site, "another site");
            Optional<VerifyingKey> listed = view.trustRoot().root().blockVerifyingKey(signer);
            require(
                    listed.isPresent()
                            && view.trustRoot()
                                    .root()
                                    .allowsBlock(signer, header.ledger(), site, header.epochId(), header.blockIndex()),
                    "a signing key that isn't listed for it");
            ControlView.KeyClosing closing = view.closings().get(signer);
            require(
                    closing == null
                            || header.blockIndex() < closing.firstRefusedBlock().getOrDefault(header.ledger(), 0L),
                    "a closed signing key");
            require(header.bodyDigest().equals(Digest.sha256(block.body())), "another body than was signed");
            BlockSignature.verify(listed.get(), block);
            return new LogBlock(header, block.leaf(), read.offset());
        }

        private void require(boolean condition, String otherwise) throws SignatureInvalidException {
            if (!condition) {
                throw new SignatureInvalidException("the block has " + otherwise);
            }
        }
    }

    /**
     * The committed offsets once they are all there is. After {@code initTransactions} nothing of this writer is under
     * way, and nobody else writes this topic: whatever is still open hangs, or is somebody's mischief.
     */
    private SortedMap<Integer, OffsetRange> settledRanges() {
        Set<Integer> partitions = ranges().keySet();
        try {
            stable.settle(partitions, producer -> true, SETTLE_TIMEOUT);
        } catch (KafkaException e) {
            stable.close();
            throw clients.failure(e);
        }
        return ranges();
    }

    private SortedMap<Integer, OffsetRange> ranges() {
        SortedMap<Integer, OffsetRange> ranges = records.ranges(topic);
        if (ranges.isEmpty()) {
            throw new EmbassyException(
                    Problem.TOPIC_MISSING, "There is no topic " + topic + " at " + clients.bootstrapServers() + ".");
        }
        return ranges;
    }
}
