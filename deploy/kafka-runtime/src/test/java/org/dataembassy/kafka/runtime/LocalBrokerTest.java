package org.dataembassy.kafka.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class LocalBrokerTest {

    @Test
    void a_killed_broker_comes_back_with_its_topics_on_the_same_port() throws Exception {
        try (LocalBroker broker = LocalBroker.start()) {
            String address = broker.bootstrapServers();
            createTopic(address, "registry.test");

            broker.kill();
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(topics(address)).contains("registry.test");
        }
    }

    @Test
    void a_closed_broker_leaves_its_port_free() {
        LocalBroker broker = LocalBroker.start();
        int port = Integer.parseInt(broker.bootstrapServers().split(":", 2)[1]);

        broker.close();

        assertThat(broker.isRunning()).isFalse();
        assertThat(FreePorts.isFree(port)).isTrue();
    }

    private static void createTopic(String address, String name) throws Exception {
        try (Admin admin = admin(address)) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static Set<String> topics(String address) throws Exception {
        try (Admin admin = admin(address)) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static Admin admin(String address) {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", address));
    }
}
