package org.dataembassy.producers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Looks up where the last blocks lie and when their events were recorded. The heads were settled by the writer before. */
final class FoundLedgers {
    private FoundLedgers() {}

    /** By partition, those that have a block. */
    static Map<Integer, PublishingEngine.FoundLedger> find(
            String registry, Site site, Map<Integer, Head> heads, BlockReader reader) {
        Map<Integer, PublishingEngine.FoundLedger> found = new HashMap<>();
        Topic<Void, SealedBlock> own = Topics.registry(registry);
        heads.forEach((partition, head) -> {
            if (head.nextBlockIndex() > 0) {
                found.put(partition, find(own, site, partition, head, reader));
            }
        });
        return found;
    }

    private static PublishingEngine.FoundLedger find(
            Topic<Void, SealedBlock> own, Site site, int partition, Head head, BlockReader reader) {
        long last = head.nextBlockIndex() - 1;
        Optional<BlockRecord> record = reader.latest(own, partition);
        if (record.isPresent() && header(record.get()).blockIndex() == last) {
            LedgerPosition position =
                    new LedgerPosition(head.nextSequence() - 1, record.get().offset());
            return new PublishingEngine.FoundLedger(
                    Optional.of(position), header(record.get()).lastRecordedAt());
        }
        // The reign before this one was the other site's: the last block lies in its topic.
        Topic<Void, SealedBlock> mirrored = own.mirroredFrom(site.other());
        BlockRecord theirs = reader.atBlockIndex(mirrored, partition, last, OptionalLong.empty())
                .orElseThrow(() -> lost(own, partition, last));
        return new PublishingEngine.FoundLedger(Optional.empty(), header(theirs).lastRecordedAt());
    }

    /** Offset of a committed block in the own topic. */
    static long offsetOf(String registry, BlockReader reader, int partition, long blockIndex) {
        Topic<Void, SealedBlock> own = Topics.registry(registry);
        return reader.atBlockIndex(own, partition, blockIndex, OptionalLong.empty())
                .orElseThrow(() -> lost(own, partition, blockIndex))
                .offset();
    }

    private static BlockHeader header(BlockRecord record) {
        try {
            return BlockHeader.decode(record.decode().header());
        } catch (MalformedBlockException e) {
            throw new EmbassyException(
                    Problem.LOG_LOST_BLOCKS, record.place() + " is not the block that was written there", e);
        }
    }

    private static EmbassyException lost(Topic<Void, SealedBlock> topic, int partition, long blockIndex) {
        return new EmbassyException(
                Problem.LOG_LOST_BLOCKS,
                topic + "-" + partition + " lacks block " + blockIndex + ", which was committed");
    }
}
