package org.dataembassy.ledger.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.testkit.TestTrust;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void every_ledger_topic_of_a_registry_is_matched_by_its_pattern_and_parsed_back() {
        Pattern pattern = Topics.ledgerPattern("identity-documents");
        List<LedgerTopic> all = List.of(
                new LedgerTopic("identity-documents", Carrier.OWN, Optional.empty()),
                new LedgerTopic("identity-documents", Carrier.MIRRORED, Optional.of(Site.HOME)),
                new LedgerTopic("identity-documents", Carrier.MIRRORED, Optional.of(Site.EMBASSY)),
                new LedgerTopic("identity-documents", Carrier.IMPORT, Optional.empty()));

        for (LedgerTopic topic : all) {
            assertThat(topic.topic().name()).matches(pattern);
            assertThat(Topics.parse(topic.topic().name())).contains(topic);
        }
        assertThat(all)
                .extracting(topic -> topic.topic().name())
                .containsExactly(
                        "registry.identity-documents",
                        "home.registry.identity-documents",
                        "embassy.registry.identity-documents",
                        "import.registry.identity-documents");
    }

    @Test
    void other_topics_are_neither_matched_nor_parsed() {
        for (String other : List.of(
                "registry.land-tax",
                "registry.landx",
                "registryxland",
                "home.home.registry.land",
                "home.import.registry.land",
                "ledger.control",
                "home.ledger.control",
                "registry.land.x")) {
            assertThat(other).doesNotMatch(Topics.ledgerPattern("land"));
        }
        assertThat(Topics.parse("home.ledger.control")).isEmpty();
        assertThat(Topics.parse("home.home.registry.land")).isEmpty();
    }

    @Test
    void a_topic_that_begins_with_a_site_alias_is_refused() {
        assertThatThrownBy(() -> Topics.requireOwnName("embassy.notes"))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining("embassy.notes");
        assertThatThrownBy(() -> Topics.CONTROL.mirroredFrom(Site.HOME).mirroredFrom(Site.HOME))
                .isInstanceOf(EmbassyException.class);
        assertThat(Topics.requireOwnName("embassyx.notes")).isEqualTo("embassyx.notes");
    }

    @Test
    void a_site_has_its_own_the_mirrored_and_the_couriers_topics() {
        assertThat(TopicCatalogue.topicsOf(
                        Site.EMBASSY, TestTrust.create(1).genesis().root(), 1))
                .extracting(spec -> spec.topic().name())
                .containsExactlyInAnyOrder(
                        "registry.legislation",
                        "home.registry.legislation",
                        "import.registry.legislation",
                        "ledger.control",
                        "home.ledger.control",
                        "ledger.checkpoints",
                        "home.ledger.checkpoints",
                        "ledger.quarantine",
                        "ledger.site-status");
    }
}
