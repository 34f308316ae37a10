package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How fast blocks become state, and a lost folder is restored. The numbers go into the log; only the outcome is asserted. */
@Tag("endurance")
final class MaterialiseRateTest {
    private static final Logger LOG = LoggerFactory.getLogger(MaterialiseRateTest.class);
    private static final int PARTITIONS = 2;
    private static final int ACTS = 100_000;
    private static final int BLOCK = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void aHundredThousandActsBecomeStateAndAreRestored() {
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS))
                        .prepared()) {
            // given
            publish(cluster);
            // when
            String applied = digestOf(cluster, "first", "applied");
            String restored = digestOf(cluster, "second", "restored");
            // then
            assertThat(restored).isEqualTo(applied);
        }
    }

    private static void publish(SiteCluster cluster) {
        ActWriter writer = cluster.writer(1);
        Map<Integer, List<SpecificRecord>> pending = new HashMap<>();
        for (int i = 0; i < ACTS; i++) {
            String id = "act-" + i;
            int partition = writer.partitionOf(id);
            List<SpecificRecord> events = pending.computeIfAbsent(partition, p -> new ArrayList<>());
            events.add(Acts.published(id, Acts.BEGIN.plusMillis(i), "The text of the act number " + i));
            if (events.size() == BLOCK || i >= ACTS - 1) {
                cluster.mirror(writer.seal(events.toArray(new SpecificRecord[0])));
                events.clear();
            }
        }
        pending.values().stream()
                .filter(events -> !events.isEmpty())
                .forEach(events -> cluster.mirror(writer.seal(events.toArray(new SpecificRecord[0]))));
    }

    private static String digestOf(SiteCluster cluster, String name, String what) {
        cluster.acceptMemoryLoss(name);
        long begin = System.nanoTime();
        try (SiteService service = cluster.service(name, Map.of("store.memory.mib", "256"))) {
            SiteClient client = new SiteClient(service);
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                long events = 0;
                for (var head :
                        client.get("/v1/registries/legislation/heads").json().path("heads")) {
                    events += head.at("/head/nextSequence").asLong();
                }
                assertThat(events).isEqualTo(ACTS);
            });
            double seconds = (System.nanoTime() - begin) / 1e9;
            LOG.info("{} acts {} in {} s from start: {} a second", ACTS, what, seconds, Math.round(ACTS / seconds));
            return client.get("/v1/registries/legislation/digest")
                    .json()
                    .get("stateDigest")
                    .textValue();
        }
    }
}
