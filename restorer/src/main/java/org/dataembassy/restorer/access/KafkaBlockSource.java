package org.dataembassy.restorer.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.LedgerScan;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.replay.BlockSource;
import org.dataembassy.restorer.replay.RecordPlace;
import org.dataembassy.restorer.replay.SourcePartition;

/** The ledger topics of a cluster, read_committed. Each cursor has a consumer of its own. Thread-safe. */
final class KafkaBlockSource implements BlockSource {
    private final KafkaClients clients;
    private final BlockReader reader;

    KafkaBlockSource(KafkaClients clients) {
        this.clients = clients;
        this.reader = BlockReader.open(clients);
    }

    @Override
    public Map<SourcePartition, OffsetRange> ranges(String topic) {
        try {
            SortedMap<Integer, OffsetRange> offsets = reader.offsets(topic(topic));
            Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
            offsets.forEach((partition, range) -> ranges.put(new SourcePartition(topic, partition), range));
            return ranges;
        } catch (EmbassyException e) {
            if (e.problem() == Problem.TOPIC_MISSING) {
                return Map.of();
            }
            throw e;
        }
    }

    @Override
    public Cursor open(SourcePartition source, OffsetRange range) {
        LedgerScan scan = LedgerScan.open(clients, topic(source.topic()), Map.of(source.partition(), range));
        return new Cursor() {
            @Override
            public Optional<BlockRecord> next() {
                return scan.next();
            }

            @Override
            public void close() {
                scan.close();
            }
        };
    }

    @Override
    public Optional<BlockRecord> read(RecordPlace place) {
        return reader.at(topic(place.source().topic()), place.source().partition(), place.offset());
    }

    private static Topic<Void, SealedBlock> topic(String name) {
        return new Topic<>(name, Void.class, SealedBlock.class);
    }

    @Override
    public void close() {
        reader.close();
    }
}
