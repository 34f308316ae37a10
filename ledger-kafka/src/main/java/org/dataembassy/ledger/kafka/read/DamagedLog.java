package org.dataembassy.ledger.kafka.read;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;

/**
 * What a consumer's exception says of damage in the broker's log. Kafka 4.3.1 tells it apart from other failures by class
 * and text only. Pure.
 */
public final class DamagedLog {
    private DamagedLog() {}

    /** The partition that an exception of reading names; any other exception names none or isn't of this kind. */
    public static Optional<TopicPartition> partition(KafkaException e, Collection<TopicPartition> read) {
        boolean ofReading = e.getClass() == KafkaException.class || e instanceof CorruptRecordException;
        if (!ofReading || e.getMessage() == null) {
            return Optional.empty();
        }
        return read.stream()
                .filter(partition -> Pattern.compile("(?<![\\w.-])" + Pattern.quote(partition.toString()) + "(?!\\d)")
                        .matcher(e.getMessage())
                        .find())
                .findFirst();
    }

    /** Whether the broker itself can't read on, so that there is no next record to seek to. */
    public static boolean isUnreadableAtTheBroker(KafkaException e) {
        return e.getMessage() != null && e.getMessage().startsWith("Encountered corrupt message");
    }
}
