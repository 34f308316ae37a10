package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that have changed on a broker's disk stop their partition, name it, and stop nothing else. */
final class DamagedLogTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String REGISTRY = "legislation";
    private static final int PAYLOAD = 0;
    private static final int FRAME = 1;
    private static final int LENGTH = 2;
    private static final int SOUND = 3;
    private static final int BLOCKS = 5;
    private static final int DAMAGED = 2;
    /** Of the fields of a record batch (format 2), from its first byte. */
    private static final int BATCH_LENGTH_AT = 8;

    private static final int RECORDS_AT = 61;

    @TempDir
    Path folder;

    @Test
    void eachKindOfDamageStopsItsOwnPartitionAndIsNamed() {
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.encrypted(REGISTRY, 4))
                        .prepared()) {
            // given
            ActWriter writer = cluster.writer(5);
            Random random = new Random(5);
            List<List<BlockSealer.Sealed>> blocks = new ArrayList<>();
            for (int partition = 0; partition < 4; partition++) {
                blocks.add(new ArrayList<>());
                for (int i = 0; i < BLOCKS; i++) {
                    BlockSealer.Sealed block = writer.seal(
                            Acts.published(writer.idIn(partition, i), Acts.BEGIN.plusSeconds(i), longText(random)));
                    cluster.mirror(block);
                    blocks.get(partition).add(block);
                }
            }
            broker.stop();
            // when
            List<Long> damaged = new ArrayList<>();
            for (int partition = 0; partition < 4; partition++) {
                damaged.add(damage(broker.logFolder(SiteCluster.mirrored(), partition), partition));
            }
            broker.restart();
            // then
            try (SiteService service = cluster.service("one", Map.of())) {
                SiteClient client = new SiteClient(service);
                awaitBlocks(client, SOUND, BLOCKS);
                for (int partition : List.of(PAYLOAD, FRAME)) {
                    JsonNode halted = awaitStatus(client, partition, "HALTED");
                    assertThat(halted.at("/halt/detail").textValue())
                            .contains("block " + DAMAGED + " of legislation/" + partition);
                    assertThat(halted.at("/head/nextBlockIndex").asInt()).isEqualTo(DAMAGED);
                    assertThat(client.get("/v1/quarantine").text()).contains("\"offset\":" + damaged.get(partition));
                }
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(client.get("/readyz").text())
                                .contains("damaged", SiteCluster.mirrored() + "-" + FRAME + "@" + damaged.get(FRAME))
                                .doesNotContain(SiteCluster.mirrored() + "-" + SOUND)
                                .contains("nothing can be read from " + SiteCluster.mirrored() + "-" + LENGTH + "@"));
                assertThat(client.get("/metrics").text()).contains("embassy_stream_thread_failures 0.0");
                // and when
                for (int partition : List.of(PAYLOAD, FRAME)) {
                    cluster.bring(blocks.get(partition).get(DAMAGED));
                }
                cluster.bring(blocks.get(LENGTH).toArray(BlockSealer.Sealed[]::new));
                // then
                for (int partition = 0; partition < 4; partition++) {
                    awaitBlocks(client, partition, BLOCKS);
                    awaitStatus(client, partition, "RUNNING");
                }
            }
        }
    }

    /**
     * So long that the broker has an index entry for each block: it then takes the log for whole when it starts, as it does
     * with all segments but the last.
     */
    private static String longText(Random random) {
        byte[] bytes = new byte[8_192];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** @return the offset of the record */
    private static long damage(Path logFolder, int kind) {
        try (Stream<Path> files = Files.list(logFolder)) {
            Path segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(segment);
            ByteBuffer log = ByteBuffer.wrap(bytes);
            int batch = 0;
            // Each block has a transaction of its own: its batch, and that of the marker.
            for (int i = 0; i < 2 * DAMAGED; i++) {
                batch += 12 + log.getInt(batch + BATCH_LENGTH_AT);
            }
            switch (kind) {
                case PAYLOAD -> bytes[batch + 12 + log.getInt(batch + BATCH_LENGTH_AT) - 20] ^= 1;
                case FRAME -> bytes[batch + RECORDS_AT] ^= 0x40;
                case LENGTH -> bytes[batch + BATCH_LENGTH_AT] ^= 0x40;
                default -> {}
            }
            Files.write(segment, bytes);
            return log.getLong(batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode awaitStatus(SiteClient client, int partition, String status) {
        return await().atMost(PATIENCE)
                .until(
                        () -> local(client, partition),
                        report -> report.path("status").asText().equals(status));
    }

    private static void awaitBlocks(SiteClient client, int partition, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(local(client, partition)
                                .at("/head/nextBlockIndex")
                                .asInt(-1))
                        .as("partition " + partition)
                        .isEqualTo(count));
    }

    private static JsonNode local(SiteClient client, int partition) {
        for (JsonNode report : client.get("/v1/registries/" + REGISTRY).json().path("local")) {
            if (report.path("partition").asInt() == partition) {
                return report;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
