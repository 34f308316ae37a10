package org.dataembassy.site.topology;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.testkit.SiteCluster;
import org.dataembassy.site.verify.ComingRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerConsumerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    /** A task that is being restored for minutes reads nothing; its log isn't damaged for that. */
    @Test
    void aPartitionThatNobodyAsksForRecordsHasNoPositionToStandStillAt() {
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", 1))
                        .prepared()) {
            // given
            TopicPartition partition = new TopicPartition(SiteCluster.mirrored(), 0);
            SiteBoard board = new SiteBoard();
            Map<String, Object> settings = new HashMap<>(cluster.clients().common());
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            try (LedgerConsumer consumer = new LedgerConsumer(settings, board, new ComingRecords())) {
                consumer.assign(List.of(partition));
                cluster.put(SiteCluster.mirrored(), 0, new byte[] {1});
                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(100));
                    return board.position(partition).isPresent();
                });
                // when
                consumer.pause(List.of(partition));
                // then
                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(100));
                    return board.position(partition).isEmpty();
                });
                // when
                consumer.resume(List.of(partition));
                // then
                await().atMost(PATIENCE).until(() -> {
                    consumer.poll(Duration.ofMillis(100));
                    return board.position(partition).isPresent();
                });
            }
        }
    }
}
