package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site's own broker dies and comes back. */
@Tag("endurance")
final class BrokerOutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ENTITIES = "/v1/registries/legislation/entities/";

    @TempDir
    Path folder;

    @Test
    void answersGoOnWhileTheBrokerIsAwayAndBlocksAfterwards() {
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.legislation(2))
                        .prepared();
                SiteService service = cluster.service("one", Map.of())) {
            // given
            SiteClient client = new SiteClient(service);
            ActWriter writer = cluster.writer(1);
            cluster.mirror(writer.seal(Acts.published("gg", Acts.BEGIN, "before")));
            awaitText(client, "before");
            for (int i = 0; i < 3; i++) {
                // when
                broker.kill();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(client.get("/readyz").text()).contains("\"part\":\"broker\"");
                    assertThat(client.get(ENTITIES + "gg").status()).isEqualTo(200);
                });
                broker.restart();
                cluster.mirror(writer.seal(Acts.amended("gg", Acts.BEGIN.plusSeconds(i + 1), "GG", "after " + i)));
                // then
                awaitText(client, "after " + i);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(client.get("/readyz").status()).isEqualTo(200));
            }
        }
    }

    private static void awaitText(SiteClient client, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get(ENTITIES + "gg")
                                .json()
                                .at("/state/text")
                                .asText())
                        .isEqualTo(text));
    }
}
