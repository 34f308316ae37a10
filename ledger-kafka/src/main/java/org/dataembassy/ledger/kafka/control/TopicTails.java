package org.dataembassy.ledger.kafka.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.read.RecordReader;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what has come to topics of one partition since the last time. Topics that are missing are tolerated, as are those
 * that retention shortens meanwhile or that were made anew. Not thread-safe but for {@link #close}.
 */
final class TopicTails implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTails.class);

    private final List<Topic<?, ?>> topics;
    private final RecordReader records;
    private final Map<String, Long> nextOffsets = new HashMap<>();

    /** Doesn't connect yet. */
    TopicTails(KafkaClients clients, List<? extends Topic<?, ?>> topics) {
        this.topics = List.copyOf(topics);
        this.records = RecordReader.open(clients, RecordReader.BULK_FETCH_BYTES);
    }

    RecordReader records() {
        return records;
    }

    /**
     * Gives each topic and what is new on it to {@code reading}; it is given again next time if that fails.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE
     */
    void read(BiConsumer<String, OffsetRange> reading) {
        for (Topic<?, ?> topic : topics) {
            OffsetRange range = records.ranges(topic.name()).get(0);
            if (range != null) {
                read(topic.name(), range, reading);
            }
        }
    }

    private void read(String topic, OffsetRange range, BiConsumer<String, OffsetRange> reading) {
        long from = nextOffsets.getOrDefault(topic, range.begin());
        // Retention moves the begin, and a topic made anew begins again.
        long begin = from > range.end() ? range.begin() : Math.max(from, range.begin());
        try {
            reading.accept(topic, new OffsetRange(begin, range.end()));
            nextOffsets.put(topic, range.end());
        } catch (EmbassyException e) {
            if (e.problem() != Problem.POSITION_UNKNOWN) {
                throw e;
            }
            LOG.info("retention was faster than the reading of {}", topic);
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
