package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.DerivedState;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.dataembassy.site.testkit.SiteProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nobody does anything but stop and kill the process, at any moment: no alarm, no rebuilding, the same state. */
final class CleanRestartsTest {
    private static final Logger LOG = LoggerFactory.getLogger(CleanRestartsTest.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PARTITIONS = 2;

    @TempDir
    Path folder;

    private final Map<String, List<DerivedState.Recorded>> published = new TreeMap<>();
    private SiteCluster cluster;
    private ActWriter writer;
    private int minute;

    @Test
    void aFewKillsAndStopsRaiseNoAlarm() throws IOException {
        killAndStop(3, System.nanoTime());
    }

    @Test
    @Tag("endurance")
    void manyKillsAndStopsRaiseNoAlarm() throws IOException {
        killAndStop(30, System.nanoTime());
    }

    private void killAndStop(int rounds, long seed) throws IOException {
        LOG.info("seed {}", seed);
        Random random = new Random(seed);
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster country = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS))
                        .prepared()) {
            cluster = country;
            writer = country.writer(1);
            Map<String, String> settings = country.settings("one", Map.of());
            for (int round = 0; round < rounds; round++) {
                SiteProcess process = SiteProcess.start(folder.resolve("one"), settings);
                if (round % 3 == 2) {
                    publish(5);
                    awaitApplied(process);
                    process.close();
                } else {
                    // Somewhere between the first moments and the middle of applying.
                    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_000 + random.nextInt(4_000));
                    while (System.nanoTime() < until) {
                        publish(1);
                    }
                    process.kill();
                }
            }
            try (SiteProcess last = SiteProcess.start(folder.resolve("one"), settings)) {
                SiteClient client = awaitApplied(last);
                assertThat(client.get("/readyz").json().get("alarms")).isEmpty();
                assertThat(client.get("/metrics").text())
                        .doesNotContain("embassy_store_rebuilt{partition=\"0\",registry=\"legislation\"} 1");
                assertThat(client.get("/v1/registries/legislation/digest")
                                .json()
                                .get("stateDigest")
                                .textValue())
                        .isEqualTo(DerivedState.digest(RegistryModels.named("legislation"), published));
            }
            assertThat(Files.readString(folder.resolve("one").resolve("process.log")))
                    .doesNotContain("not believed")
                    .doesNotContain("memory is lost")
                    .doesNotContain("rolled back");
        }
    }

    private SiteClient awaitApplied(SiteProcess process) {
        await().atMost(PATIENCE).until(() -> process.address().isPresent());
        SiteClient client = new SiteClient(URI.create(process.address().orElseThrow()));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(client.get("/readyz").status()).isEqualTo(200);
            JsonNode heads =
                    client.get("/v1/registries/legislation/heads").json().get("heads");
            assertThat(heads).hasSize(PARTITIONS);
            for (JsonNode head : heads) {
                assertThat(head.at("/status").asText()).isEqualTo("RUNNING");
                assertThat(head.at("/head/root").asText())
                        .isEqualTo(writer.head(head.get("partition").intValue())
                                .root()
                                .hex());
            }
        });
        return client;
    }

    private void publish(int acts) {
        for (int i = 0; i < acts; i++) {
            String id = "act-" + minute % 50;
            SpecificRecord event = minute < 50
                    ? Acts.published(id, Acts.BEGIN.plusSeconds(minute), "text " + minute)
                    : Acts.amended(id, Acts.BEGIN.plusSeconds(minute), "A" + minute, "text " + minute);
            minute++;
            BlockSealer.Sealed sealed = writer.seal(event);
            published
                    .computeIfAbsent(id, key -> new ArrayList<>())
                    .add(new DerivedState.Recorded(event, sealed.header().firstSequence()));
            cluster.mirror(sealed);
        }
    }
}
