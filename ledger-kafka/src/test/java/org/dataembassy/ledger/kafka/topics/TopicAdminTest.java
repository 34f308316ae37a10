package org.dataembassy.ledger.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;

class TopicAdminTest {
    private final KafkaClients clients = KafkaClients.of(LocalBroker.shared().bootstrapServers());

    @Test
    void topics_are_made_once_and_checked_ever_after() {
        List<TopicSpec> specs = specs("made-once", 3);

        TopicAdmin.Report first = TopicAdmin.createOrCheck(clients, specs);
        TopicAdmin.Report second = TopicAdmin.createOrCheck(clients, specs);

        assertThat(first.created()).contains("registry.made-once", "embassy.registry.made-once");
        assertThat(second.created()).isEmpty();
        assertThat(second.present()).containsAll(first.created());
    }

    @Test
    void another_number_of_partitions_is_refused() {
        TopicAdmin.createOrCheck(clients, specs("repartitioned", 2));

        assertThatThrownBy(() -> TopicAdmin.createOrCheck(clients, specs("repartitioned", 3)))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining("has 2 partitions, expected 3");
    }

    @Test
    void a_ledger_topic_that_would_lose_blocks_is_refused() throws Exception {
        List<TopicSpec> specs = specs("purged", 1);
        TopicAdmin.createOrCheck(clients, specs);

        for (Map.Entry<String, String> dangerous : Map.of(
                        "retention.ms", "60000", "cleanup.policy", "compact", "max.message.bytes", "1000000")
                .entrySet()) {
            String before = set("registry.purged", dangerous.getKey(), dangerous.getValue());

            assertThatThrownBy(() -> TopicAdmin.createOrCheck(clients, specs))
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            refused -> assertThat(refused.problem()).isEqualTo(Problem.TOPIC_MISCONFIGURED))
                    .hasMessageContaining(dangerous.getKey() + "=" + dangerous.getValue());
            set("registry.purged", dangerous.getKey(), before);
        }
        TopicAdmin.createOrCheck(clients, specs);
    }

    @Test
    void a_broker_that_is_not_there_is_named_at_once() {
        assertThatThrownBy(() -> TopicAdmin.createOrCheck(KafkaClients.of("127.0.0.1:1"), specs("nowhere", 1)))
                .isInstanceOfSatisfying(
                        EmbassyException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Problem.BROKER_UNAVAILABLE))
                .hasMessageContaining("127.0.0.1:1");
    }

    private String set(String topic, String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = clients.newAdmin()) {
            String before = admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(setting)
                    .value();
            admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            return before;
        }
    }

    private static List<TopicSpec> specs(String registry, int partitions) {
        TestTrust trust = TestTrust.create(1, new TrustRoot.RegistryEntry(registry, partitions, true, Site.HOME, 20));
        return TopicCatalogue.topicsOf(Site.HOME, trust.genesis().root(), 1).stream()
                .filter(spec -> spec.topic().name().contains(registry))
                .toList();
    }
}
