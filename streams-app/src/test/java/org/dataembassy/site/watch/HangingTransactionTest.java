package org.dataembassy.site.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.kafka.HeldLogs;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.SiteService;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions that a coordinator has forgotten, made by taking its memory away. */
final class HangingTransactionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String REGISTRY = "legislation";

    @TempDir
    Path folder;

    @Test
    void whatAHangingTransactionOfTheMirrorHoldsIsSavedAndTheMirrorSetFree() throws Exception {
        try (LocalBroker broker = LocalBroker.start()) {
            ActWriter writer;
            try (SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.encrypted(REGISTRY, 1))
                    .prepared()) {
                // given
                writer = cluster.writer(3);
                cluster.mirror(block(writer, 0));
                open(cluster, SiteCluster.mirrored(), ActWriter.value(block(writer, 1)));
                open(
                        cluster,
                        Topics.CONTROL.mirroredFrom(Site.HOME).name(),
                        "not a statement".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            forgetTransactions(broker);
            try (SiteCluster cluster = SiteCluster.again(broker, folder)) {
                TopicPartition mirrored = new TopicPartition(SiteCluster.mirrored(), 0);
                // What comes after it is committed, and hidden behind it all the same.
                cluster.mirror(block(writer, 2));
                try (HeldLogs logs = HeldLogs.of(cluster.clients())) {
                    assertThat(logs.extents(Set.of(mirrored)).get(mirrored).isHeld())
                            .isTrue();
                    assertThat(logs.holders(mirrored)).singleElement().matches(HeldLogs.Holder::isHanging);
                }
                // when
                try (SiteService service = cluster.service("one", Map.of())) {
                    SiteClient client = new SiteClient(service);
                    // then
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(client.get("/v1/registries/" + REGISTRY)
                                            .json()
                                            .at("/local/0/head/nextBlockIndex")
                                            .asInt())
                                    .isEqualTo(3));
                    cluster.mirror(block(writer, 3));
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(client.get("/v1/registries/" + REGISTRY)
                                            .json()
                                            .at("/local/0/head/nextBlockIndex")
                                            .asInt())
                                    .isEqualTo(4));
                    await().atMost(PATIENCE)
                            .untilAsserted(() -> assertThat(client.get("/readyz")
                                            .json()
                                            .get("alarms")
                                            .toString())
                                    .doesNotContain(SiteCluster.mirrored())
                                    // Nobody may end that one unasked: it would lose a statement.
                                    .contains(Topics.CONTROL
                                                    .mirroredFrom(Site.HOME)
                                                    .name() + "-0")
                                    .contains("forgotten"));
                }
            }
        }
    }

    private static BlockSealer.Sealed block(ActWriter writer, int n) {
        return writer.seal(Acts.published("act-" + n, Acts.BEGIN.plusSeconds(n), "text " + n));
    }

    /** As a MirrorMaker that is never heard of again. */
    private static void open(SiteCluster cluster, String topic, byte[] value) throws Exception {
        KafkaProducer<byte[], byte[]> maker = cluster.clients().newTransactionalProducer("lost-" + topic);
        maker.initTransactions();
        maker.beginTransaction();
        maker.send(new ProducerRecord<>(topic, 0, null, value)).get();
        maker.close(Duration.ZERO);
    }

    private static void forgetTransactions(LocalBroker broker) throws IOException {
        broker.stop();
        Path data = broker.logFolder("x", 0).getParent();
        List<Path> memory;
        try (Stream<Path> folders = Files.list(data)) {
            memory = folders.filter(path -> path.getFileName().toString().startsWith("__transaction_state-"))
                    .toList();
        }
        assertThat(memory).isNotEmpty();
        for (Path one : memory) {
            try (Stream<Path> files = Files.walk(one)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        broker.restart();
    }
}
