package org.dataembassy.ledger.kafka.write;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What the journal and the own log say together: a pure function. The header of each block of a transaction names them
 * all, and the journal has the same list: so it's known what is missing of one, whatever the broker did.
 */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * A transaction of which blocks are missing on the log. All are, but for a broker that died while it wrote the
     * markers of a commit: then those partitions that had one have their blocks, and the others get theirs now.
     *
     * @param offsets block by block, empty for one that is missing
     */
    record Resend(JournaledTransaction transaction, List<OptionalLong> offsets) {
        /** Nothing of it is on the log. */
        static Resend whole(JournaledTransaction transaction) {
            return new Resend(
                    transaction,
                    transaction.blocks().stream()
                            .map(block -> OptionalLong.empty())
                            .toList());
        }

        List<JournaledBlock> missing() {
            return IntStream.range(0, offsets.size())
                    .filter(i -> offsets.get(i).isEmpty())
                    .mapToObj(i -> transaction.blocks().get(i))
                    .toList();
        }

        /** The offsets of all blocks once the missing ones have theirs, in their order. */
        List<Long> complete(List<Long> ofMissing) {
            Iterator<Long> sent = ofMissing.iterator();
            return offsets.stream()
                    .map(offset -> offset.isPresent() ? offset.getAsLong() : sent.next())
                    .toList();
        }
    }

    /** The outcome. */
    sealed interface Verdict {
        /**
         * All is explained.
         *
         * @param committed offsets, block by block, of the first pending transactions: they are on the log
         * @param toResend the pending transactions after these, in order: they are not
         */
        record Settled(List<List<Long>> committed, List<Resend> toResend) implements Verdict {}

        /** The log no longer has what was committed. */
        record LostBlocks(String detail) implements Verdict {}

        /** The log has another block at a place for which the journal has one. */
        record OtherBlock(String detail) implements Verdict {}

        /** The log has blocks that the journal doesn't know: it's an old copy, or another writer was at work. */
        record JournalBehind(String detail) implements Verdict {}
    }

    /** @param log by partition, read back as far as the journal's committed blocks lie */
    static Verdict compare(JournalState journal, Map<Integer, LogTail> log) {
        Optional<Verdict> fault =
                otherBlock(journal, log).or(() -> journalBehind(journal, log)).or(() -> lostCommitted(journal, log));
        return fault.orElseGet(() -> settle(journal, log));
    }

    /** Index of the last block of a partition that the journal knows, pending ones included; -1 if it knows none. */
    static long lastIndex(JournalState journal, int partition) {
        CommittedBlock committed = journal.committed().get(partition);
        long last = committed == null ? -1 : committed.blockIndex();
        for (JournaledTransaction transaction : journal.pending()) {
            for (JournaledBlock block : transaction.blocks()) {
                if (block.partition() == partition) {
                    last = Math.max(last, block.blockIndex());
                }
            }
        }
        return last;
    }

    private static Optional<Verdict> otherBlock(JournalState journal, Map<Integer, LogTail> log) {
        for (Map.Entry<Integer, CommittedBlock> committed : journal.committed().entrySet()) {
            CommittedBlock block = committed.getValue();
            LogBlock there = at(log, committed.getKey(), block.blockIndex());
            if (there != null && !there.leaf().equals(block.leaf())) {
                return Optional.of(other(journal, committed.getKey(), block.blockIndex(), there));
            }
        }
        for (JournaledTransaction transaction : journal.pending()) {
            for (JournaledBlock block : transaction.blocks()) {
                LogBlock there = at(log, block.partition(), block.blockIndex());
                if (there != null && !there.leaf().equals(block.leaf())) {
                    return Optional.of(other(journal, block.partition(), block.blockIndex(), there));
                }
            }
        }
        return Optional.empty();
    }

    private static Verdict other(JournalState journal, int partition, long blockIndex, LogBlock there) {
        return new Verdict.OtherBlock(place(journal, partition, blockIndex) + " at offset " + there.offset()
                + " has the leaf " + there.leaf().abbreviated() + ", not that of the seal journal");
    }

    private static Optional<Verdict> journalBehind(JournalState journal, Map<Integer, LogTail> log) {
        for (Map.Entry<Integer, LogTail> tail : log.entrySet()) {
            long known = lastIndex(journal, tail.getKey());
            Optional<LogBlock> beyond =
                    tail.getValue().last().filter(last -> last.header().blockIndex() > known);
            if (beyond.isPresent()) {
                return Optional.of(new Verdict.JournalBehind(
                        place(journal, tail.getKey(), beyond.get().header().blockIndex())
                                + " is on the log, but the seal journal ends with block " + known));
            }
        }
        return Optional.empty();
    }

    private static Optional<Verdict> lostCommitted(JournalState journal, Map<Integer, LogTail> log) {
        for (Map.Entry<Integer, CommittedBlock> committed : journal.committed().entrySet()) {
            long blockIndex = committed.getValue().blockIndex();
            if (at(log, committed.getKey(), blockIndex) == null) {
                return Optional.of(new Verdict.LostBlocks(place(journal, committed.getKey(), blockIndex)
                        + " was committed, and the log doesn't have it any more"));
            }
        }
        return Optional.empty();
    }

    private static Verdict settle(JournalState journal, Map<Integer, LogTail> log) {
        List<List<Long>> committed = new ArrayList<>();
        List<Resend> toResend = new ArrayList<>();
        for (JournaledTransaction transaction : journal.pending()) {
            List<OptionalLong> offsets = offsets(transaction, log);
            boolean whole = offsets.stream().allMatch(OptionalLong::isPresent);
            boolean nothing = offsets.stream().allMatch(OptionalLong::isEmpty);
            if (!nothing && !toResend.isEmpty()) {
                return new Verdict.LostBlocks("the log has blocks of the transaction that begins with "
                        + place(journal, transaction) + ", but lacks blocks of the one before");
            }
            if (whole) {
                committed.add(offsets.stream().map(OptionalLong::getAsLong).toList());
            } else {
                toResend.add(new Resend(transaction, offsets));
            }
        }
        return new Verdict.Settled(committed, toResend);
    }

    private static List<OptionalLong> offsets(JournaledTransaction transaction, Map<Integer, LogTail> log) {
        List<OptionalLong> offsets = new ArrayList<>();
        for (JournaledBlock block : transaction.blocks()) {
            LogBlock there = at(log, block.partition(), block.blockIndex());
            offsets.add(there == null ? OptionalLong.empty() : OptionalLong.of(there.offset()));
        }
        return offsets;
    }

    private static String place(JournalState journal, JournaledTransaction transaction) {
        JournaledBlock first = transaction.blocks().get(0);
        return place(journal, first.partition(), first.blockIndex());
    }

    private static LogBlock at(Map<Integer, LogTail> log, int partition, long blockIndex) {
        LogTail tail = log.get(partition);
        return tail == null ? null : tail.blocks().get(blockIndex);
    }

    private static String place(JournalState journal, int partition, long blockIndex) {
        return journal.identity().registry() + "/" + partition + " block " + blockIndex;
    }
}
