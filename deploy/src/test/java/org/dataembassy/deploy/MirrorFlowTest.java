package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.Site;
import org.junit.jupiter.api.Test;

class MirrorFlowTest {

    private static final List<String> TOPICS = List.of("registry.legislation", "ledger.control");

    @Test
    void a_topic_named_like_a_cluster_is_refused_since_it_would_silently_not_be_copied() {
        assertThatThrownBy(() -> new MirrorFlow(Site.HOME, "a:1", "b:2", List.of("embassy.x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embassy.x");
    }

    @Test
    void what_would_write_into_the_source_or_change_the_copy_is_off() {
        Map<String, String> settings = new MirrorFlow(Site.HOME, "a:1", "b:2", TOPICS).settings(5);

        assertThat(settings)
                .containsEntry("home->embassy.enabled", "true")
                .containsEntry("embassy->home.enabled", "false")
                .containsEntry("sync.topic.configs.enabled", "false")
                .containsEntry("emit.heartbeats.enabled", "false")
                .containsEntry("home.consumer.isolation.level", "read_committed")
                .containsEntry("embassy.exactly.once.source.support", "enabled");
    }

    @Test
    void transactions_of_a_killed_process_end_within_seconds_since_the_next_one_waits_for_their_end() {
        Map<String, String> settings = new MirrorFlow(Site.HOME, "a:1", "b:2", TOPICS).settings(5);

        assertThat(settings)
                .containsEntry("embassy.producer.transaction.timeout.ms", "10000")
                .containsEntry("embassy.transaction.timeout.ms", "10000");
    }

    @Test
    void topics_are_named_exactly() {
        Map<String, String> settings = new MirrorFlow(Site.HOME, "a:1", "b:2", TOPICS).settings(5);

        assertThat(settings).containsEntry("home->embassy.topics", "registry\\.legislation,ledger\\.control");
    }

    @Test
    void the_other_direction_is_the_same_with_the_sites_exchanged() {
        Map<String, String> settings = new MirrorFlow(Site.EMBASSY, "b:2", "a:1", TOPICS).settings(5);

        assertThat(settings)
                .containsEntry("embassy->home.enabled", "true")
                .containsEntry("home->embassy.enabled", "false")
                .containsEntry("embassy.bootstrap.servers", "b:2")
                .containsEntry("home.bootstrap.servers", "a:1")
                .containsEntry("home.exactly.once.source.support", "enabled");
    }
}
