package org.dataembassy.ledger.kafka.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a log with holes: markers after each transaction, an aborted block, rubbish. */
class ReadingTest {
    private static final int BLOCKS = 25;
    private static final Topic<Void, SealedBlock> TOPIC = Topics.registry("reading");
    private static final KafkaClients CLIENTS =
            KafkaClients.of(LocalBroker.shared().bootstrapServers());
    private static final SortedMap<Long, Long> OFFSETS = new TreeMap<>();
    private static BlockReader reader;

    @BeforeAll
    static void writeLog() throws Exception {
        TestTrust trust = TestTrust.create(1, new TrustRoot.RegistryEntry("reading", 2, true, Site.HOME, 20));
        TopicAdmin.createOrCheck(
                CLIENTS,
                TopicCatalogue.topicsOf(Site.HOME, trust.genesis().root(), 1).stream()
                        .filter(spec -> spec.topic().equals(TOPIC))
                        .toList());
        TestWriter writer = TestWriter.ofFirstEpoch(trust, "reading", 2);
        try (KafkaProducer<byte[], byte[]> producer = CLIENTS.newTransactionalProducer("reading")) {
            producer.initTransactions();
            for (long index = 0; index < BLOCKS; index++) {
                byte[] value = TestWriter.value(writer.seal(0, 1));
                if (index % 7 == 3) {
                    producer.beginTransaction();
                    producer.send(new ProducerRecord<>(TOPIC.name(), 0, null, value))
                            .get();
                    producer.abortTransaction();
                }
                producer.beginTransaction();
                OFFSETS.put(
                        index,
                        producer.send(new ProducerRecord<>(TOPIC.name(), 0, null, value))
                                .get()
                                .offset());
                if (index == 10) {
                    byte[] rubbish = "rubbish".getBytes(StandardCharsets.UTF_8);
                    producer.send(new ProducerRecord<>(TOPIC.name(), 0, null, rubbish));
                }
                producer.commitTransaction();
            }
            for (int i = 0; i < 12; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC.name(), 0, null, new byte[] {1}))
                        .get();
                producer.abortTransaction();
            }
        }
        reader = BlockReader.open(CLIENTS);
    }

    @AfterAll
    static void closeReader() {
        reader.close();
    }

    @Test
    void the_latest_block_is_found_behind_a_long_hole() {
        assertThat(reader.latest(TOPIC, 0).orElseThrow().offset()).isEqualTo(OFFSETS.get(BLOCKS - 1L));
        assertThat(reader.latest(TOPIC, 1)).isEmpty();
    }

    @Test
    void every_block_is_found_by_its_index_with_a_right_a_wrong_and_no_hint() {
        OFFSETS.forEach((index, offset) -> {
            for (OptionalLong hint :
                    List.of(OptionalLong.of(offset), OptionalLong.of(offset + 1), OptionalLong.empty())) {
                assertThat(reader.atBlockIndex(TOPIC, 0, index, hint)
                                .orElseThrow()
                                .offset())
                        .isEqualTo(offset);
            }
        });
        assertThat(reader.atBlockIndex(TOPIC, 0, BLOCKS, OptionalLong.empty())).isEmpty();
    }

    @Test
    void a_markers_hole_counts_as_the_block_before_it() {
        long offset = OFFSETS.get(5L);

        assertThat(reader.at(TOPIC, 0, offset + 1)).isEmpty();
        assertThat(reader.atOrBelow(TOPIC, 0, offset + 1).orElseThrow().offset())
                .isEqualTo(offset);
        assertThat(reader.at(TOPIC, 0, 1_000_000)).isEmpty();
    }

    @Test
    void an_interval_is_bounded_by_offsets_records_and_bytes() {
        long last = OFFSETS.get(9L);

        assertThat(reader.interval(TOPIC, 0, 0, last, 1_000, Long.MAX_VALUE)).hasSize(10);
        assertThat(reader.interval(TOPIC, 0, 0, last, 4, Long.MAX_VALUE)).hasSize(4);
        assertThat(reader.interval(TOPIC, 0, 0, last, 1_000, 1)).hasSize(1);
    }

    @Test
    void a_scan_gives_every_committed_record_up_to_its_end_and_not_beyond() {
        OffsetRange all = reader.offsets(TOPIC).get(0);
        OffsetRange half = all.upTo(OFFSETS.get(12L));

        assertThat(scan(Map.of(0, all, 1, new OffsetRange(0, 0)))).hasSize(BLOCKS + 1);
        List<BlockRecord> first = scan(Map.of(0, half));
        assertThat(first.get(first.size() - 1).offset()).isEqualTo(OFFSETS.get(12L));
        assertThat(first).extracting(BlockRecord::offset).isSorted();
    }

    @Test
    void a_scan_beyond_the_log_is_refused() {
        OffsetRange all = reader.offsets(TOPIC).get(0);

        assertThatThrownBy(() -> scan(Map.of(0, new OffsetRange(0, all.end() + 1))))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining("it has 0 to " + (all.end() - 1));
        assertThatThrownBy(() -> reader.latest(Topics.registry("missing"), 0))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining("There is no topic registry.missing");
    }

    private static List<BlockRecord> scan(Map<Integer, OffsetRange> ranges) {
        List<BlockRecord> read = new ArrayList<>();
        try (LedgerScan scan = LedgerScan.open(CLIENTS, TOPIC, ranges)) {
            for (var next = scan.next(); next.isPresent(); next = scan.next()) {
                read.add(next.get());
            }
            ranges.forEach((partition, range) -> assertThat(scan.positions()).containsEntry(partition, range.end()));
        }
        return read;
    }
}
