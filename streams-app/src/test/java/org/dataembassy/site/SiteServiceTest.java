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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteServiceTest {
    @TempDir
    Path folder;

    @Test
    void publishedActIsAnswered() {
        try (LocalBroker broker = LocalBroker.start();
                SiteCluster cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", 2)).prepared();
                SiteService service = cluster.service("one", Map.of())) {
            ActWriter writer = cluster.writer(2);
            SiteClient client = new SiteClient(service);
            cluster.mirror(writer.seal(Acts.published("gg", Acts.BEGIN, "All state authority is derived from the people.")));
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                SiteClient.Answer answer = client.get("/v1/registries/legislation/entities/gg");
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            });
            for (String path : new String[] {
                "/", "/v1/registries", "/v1/registries/legislation", "/v1/registries/legislation/entities/gg",
                "/v1/registries/legislation/entities/gg?recordedAt=2026-01-02T00:00:00Z",
                "/v1/registries/legislation/entities/gg/history",
                "/v1/registries/legislation/lookups/abbreviation?value=GG",
                "/v1/registries/legislation/digest", "/readyz", "/metrics", "/v1/control"
            }) {
                SiteClient.Answer answer = client.get(path);
                System.out.println(path + " " + answer.status() + " " + answer.text());
            }
        }
    }
}
