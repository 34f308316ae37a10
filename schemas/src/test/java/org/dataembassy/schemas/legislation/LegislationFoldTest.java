package org.dataembassy.schemas.legislation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.schemas.legislation.Events.amended;
import static org.dataembassy.schemas.legislation.Events.content;
import static org.dataembassy.schemas.legislation.Events.corrigendum;
import static org.dataembassy.schemas.legislation.Events.id;
import static org.dataembassy.schemas.legislation.Events.inForce;
import static org.dataembassy.schemas.legislation.Events.meta;
import static org.dataembassy.schemas.legislation.Events.openContent;
import static org.dataembassy.schemas.legislation.Events.published;
import static org.dataembassy.schemas.legislation.Events.repealed;

import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActStatus;
import org.dataembassy.registry.legislation.VersionKind;
import org.dataembassy.schemas.RegistryModel.LookupEntry;
import org.dataembassy.schemas.StateCodec;
import org.junit.jupiter.api.Test;

final class LegislationFoldTest {

    private final Register register = new Register();

    @Test
    void a_publication_begins_an_act_that_is_in_force_from_its_effective_day() {
        register.record(published(meta(1, "2020-05-01"), "one"));

        assertThat(register.act.getStatus()).isEqualTo(ActStatus.ACTIVE);
        assertThat(register.act.getId()).isEqualTo("gg");
        assertThat(register.anomalies()).isEmpty();
        assertThat(register.textOn("2020-04-30")).isNull();
        assertThat(register.textOn("2020-05-01")).isEqualTo("one");
        assertThat(register.model.parts(register.act)).containsExactlyElementsOf(register.parts.keySet());
    }

    @Test
    void the_part_of_a_text_is_named_by_its_sha_256() {
        register.record(published(meta(1, "2020-05-01"), "abc"));

        assertThat(register.model.parts(register.act))
                .containsExactly("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void an_amendment_is_the_consolidated_text_at_once_and_in_force_from_its_day() {
        register.record(published(meta(1, "2020-05-01"), "one"), amended(meta(2, "2021-01-01"), "two"));

        assertThat(register.json().get("text").textValue()).isEqualTo("two");
        assertThat(register.act.getConsolidated()).isEqualTo(id(2));
        assertThat(register.textOn("2020-12-31")).isEqualTo("one");
        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
    }

    @Test
    void a_text_recorded_later_for_an_earlier_day_does_not_displace_one_that_follows_it_in_law() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                amended(meta(2, "2022-01-01"), "two"),
                amended(meta(3, "2021-01-01"), "three"));

        assertThat(register.textOn("2021-06-01")).isEqualTo("three");
        assertThat(register.textOn("2022-06-01")).isEqualTo("two");
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void of_two_texts_in_force_from_one_day_the_one_recorded_last_counts() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                amended(meta(2, "2021-01-01"), "two"),
                amended(meta(3, "2021-01-01"), "three"));

        assertThat(register.textOn("2021-01-01")).isEqualTo("three");
    }

    @Test
    void an_open_commencement_leaves_an_act_pending_until_the_day_is_fixed() {
        register.record(openContent("one").published(meta(1, "2020-01-01")));
        ActStatus before = register.act.getStatus();
        String textBefore = register.textOn("2030-01-01");
        register.record(inForce(meta(2, "2020-06-01"), 1, "2020-07-01"));

        assertThat(before).isEqualTo(ActStatus.PENDING);
        assertThat(textBefore).isNull();
        assertThat(register.act.getStatus()).isEqualTo(ActStatus.ACTIVE);
        assertThat(register.textOn("2020-06-30")).isNull();
        assertThat(register.textOn("2020-07-01")).isEqualTo("one");
    }

    @Test
    void a_corrected_entry_into_force_takes_back_the_day_that_was_set_for_the_wrong_version() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                openContent("two").amended(meta(2, "2020-02-01")),
                inForce(meta(3, "2020-03-01"), 1, "2020-04-01"),
                inForce(meta(4, "2020-03-01", id(3)), 2, "2020-04-01"));

        assertThat(register.textOn("2020-03-31")).isEqualTo("one");
        assertThat(register.textOn("2020-04-01")).isEqualTo("two");
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void a_corrigendum_takes_the_place_of_the_version_from_the_day_on_which_that_came_into_force() {
        register.record(
                published(meta(1, "2020-01-01"), "onne"),
                amended(meta(2, "2021-01-01"), "two"),
                corrigendum(meta(3, "2021-06-01", id(1)), 1, null, "one"));

        assertThat(register.textOn("2020-01-01")).isEqualTo("one");
        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
        assertThat(register.json().get("text").textValue()).isEqualTo("two");
        assertThat(register.act.getVersions().get(0).getReplacedBy()).isEqualTo(id(3));
        assertThat(register.act.getVersions().get(2).getKind()).isEqualTo(VersionKind.CORRIGENDUM);
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void a_second_corrigendum_of_a_version_corrects_what_the_first_made_of_it() {
        register.record(
                published(meta(1, "2020-01-01"), "onne"),
                corrigendum(meta(2, "2020-01-02", id(1)), 1, null, "one"),
                corrigendum(meta(3, "2020-01-03", id(1)), 1, "Title", null),
                corrigendum(meta(4, "2020-01-04", id(3)), 1, "Basic Law", null));

        assertThat(register.jsonOn("2020-01-01").get("title").textValue()).isEqualTo("Basic Law");
        assertThat(register.textOn("2020-01-01")).isEqualTo("one");
        assertThat(register.act.getVersions().stream().filter(v -> v.getReplacedBy() == null))
                .hasSize(1);
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void an_amendment_that_corrects_an_amendment_takes_its_place() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                amended(meta(2, "2021-01-01"), "wrong"),
                amended(meta(3, "2022-01-01"), "three"),
                amended(meta(4, "2021-02-01", id(2)), "two"));

        assertThat(register.textOn("2021-01-15")).isEqualTo("one");
        assertThat(register.textOn("2021-02-01")).isEqualTo("two");
        assertThat(register.textOn("2022-01-01")).isEqualTo("three");
        assertThat(register.json().get("text").textValue()).isEqualTo("three");
    }

    @Test
    void a_repeal_ends_it_on_its_day_and_keeps_the_last_text() {
        register.record(published(meta(1, "2020-01-01"), "one"), repealed(meta(2, "2022-01-01")));

        assertThat(register.act.getStatus()).isEqualTo(ActStatus.REPEALED);
        assertThat(register.textOn("2021-12-31")).isEqualTo("one");
        assertThat(register.textOn("2022-01-01")).isNull();
        assertThat(register.json().get("text").textValue()).isEqualTo("one");
    }

    @Test
    void an_amendment_that_holds_before_a_recorded_repeal_takes_effect_breaks_no_rule() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                repealed(meta(2, "2022-01-01")),
                amended(meta(3, "2021-01-01"), "two"));

        assertThat(register.anomalies()).isEmpty();
        assertThat(register.textOn("2021-06-01")).isEqualTo("two");
    }

    @Test
    void a_repeal_recorded_by_mistake_is_taken_back_by_what_corrects_it() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                repealed(meta(2, "2021-01-01")),
                amended(meta(3, "2021-01-01", id(2)), "two"));

        assertThat(register.act.getStatus()).isEqualTo(ActStatus.ACTIVE);
        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void an_amendment_of_an_unknown_act_is_its_first_text_and_an_anomaly() {
        register.record(amended(meta(1, "2020-01-01"), "one"));

        assertThat(register.anomalies()).containsExactly("AMENDED_UNKNOWN_ACT");
        assertThat(register.textOn("2020-01-01")).isEqualTo("one");
    }

    @Test
    void an_amendment_of_a_repealed_act_is_kept_and_the_repeal_stands() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                repealed(meta(2, "2021-01-01")),
                amended(meta(3, "2021-01-01"), "two"));

        assertThat(register.anomalies()).containsExactly("CHANGED_AFTER_REPEAL");
        assertThat(register.act.getStatus()).isEqualTo(ActStatus.REPEALED);
        assertThat(register.textOn("2021-01-01")).isNull();
        assertThat(register.json().get("text").textValue()).isEqualTo("two");
    }

    @Test
    void of_two_repeals_the_earlier_day_counts() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                repealed(meta(2, "2022-01-01")),
                repealed(meta(3, "2021-01-01")),
                repealed(meta(4, "2023-01-01")));

        assertThat(register.anomalies()).containsExactly("REPEALED_TWICE", "REPEALED_TWICE");
        assertThat(register.textOn("2020-12-31")).isEqualTo("one");
        assertThat(register.textOn("2021-01-01")).isNull();
    }

    @Test
    void a_repeal_of_an_unknown_act_is_recorded() {
        register.record(repealed(meta(1, "2022-01-01")));

        assertThat(register.anomalies()).containsExactly("REPEALED_UNKNOWN_ACT");
        assertThat(register.act.getStatus()).isEqualTo(ActStatus.REPEALED);
        assertThat(register.json().get("text").isNull()).isTrue();
    }

    @Test
    void what_names_an_unknown_version_is_counted_and_changes_nothing_else() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                corrigendum(meta(2, "2020-01-01"), 77, "x", "y"),
                inForce(meta(3, "2020-01-01"), 78, "2025-01-01"));

        assertThat(register.anomalies()).containsExactly("UNKNOWN_VERSION", "UNKNOWN_VERSION");
        assertThat(register.textOn("2020-01-01")).isEqualTo("one");
        assertThat(register.act.getEventCount()).isEqualTo(3);
    }

    @Test
    void an_event_id_seen_before_is_counted_and_not_applied_again() {
        register.record(published(meta(1, "2020-01-01"), "one"), amended(meta(1, "2020-01-01"), "two"));

        assertThat(register.anomalies()).containsExactly("REPEATED_EVENT_ID");
        assertThat(register.act.getVersions()).hasSize(1);
    }

    @Test
    void a_correction_of_an_unknown_event_is_applied_as_if_it_corrected_nothing() {
        register.record(
                published(meta(1, "2020-01-01"), "one"), amended(meta(2, "2021-01-01", "no such event"), "two"));

        assertThat(register.anomalies()).containsExactly("CORRECTS_UNKNOWN_EVENT");
        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
    }

    @Test
    void a_corrigendum_that_changes_nothing_and_a_text_that_is_empty_are_counted() {
        register.record(
                published(meta(1, "2020-01-01"), ""),
                corrigendum(meta(2, "2020-01-01"), 1, null, null),
                corrigendum(meta(3, "2020-01-01"), 1, null, ""));

        assertThat(register.anomalies()).containsExactly("EMPTY_TEXT", "EMPTY_CORRIGENDUM", "EMPTY_TEXT");
    }

    @Test
    void a_second_publication_is_a_further_version_and_an_anomaly() {
        register.record(published(meta(1, "2020-01-01"), "one"), published(meta(2, "2021-01-01"), "two"));

        assertThat(register.anomalies()).containsExactly("PUBLISHED_TWICE");
        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
    }

    @Test
    void a_field_beyond_its_limit_is_cut_in_the_state_and_never_within_a_character() {
        ActContent c = content("one");
        String title = "x".repeat(LegislationForms.MAX_TITLE - 1) + "\uD83D\uDE00";
        register.record(
                new ActContent(c.abbreviation(), title, null, "r", null, "no number", null, "Act", "deu", false, "one")
                        .published(meta(1, "2020-01-01")));

        assertThat(register.anomalies()).containsExactly("MALFORMED_FIELD", "OVERLONG_FIELD");
        assertThat(register.act.getTitle()).isEqualTo("x".repeat(LegislationForms.MAX_TITLE - 1));
    }

    @Test
    void a_time_that_runs_backwards_is_counted_and_the_later_time_stays() {
        register.record(published(meta(5, "2020-01-01"), "one"), amended(meta(2, "2021-01-01"), "two"));

        assertThat(register.anomalies()).containsExactly("TIME_RUNS_BACKWARDS");
        assertThat(register.act.getLastRecordedAt())
                .isEqualTo(meta(5, "2020-01-01").getRecordedAt());
    }

    @Test
    void a_malformed_act_id_is_counted() {
        EventMeta meta = meta(1, "2020-01-01");
        meta.setEntityId("Not An Id");
        register.record(published(meta, "one"));

        assertThat(register.anomalies()).containsExactly("MALFORMED_FIELD");
    }

    @Test
    void only_the_last_eight_anomalies_are_kept_and_all_are_counted() {
        register.record(published(meta(1, "2020-01-01"), "one"));
        for (int n = 2; n <= 20; n++) {
            register.record(inForce(meta(n, "2020-01-01"), 99, "2020-01-01"));
        }

        assertThat(register.model.anomalies(register.act)).isEqualTo(19);
        assertThat(register.anomalies()).hasSize(8);
    }

    @Test
    void a_fold_leaves_the_state_it_was_given_as_it_was() {
        register.record(published(meta(1, "2020-01-01"), "one"));
        Act before = register.act;
        byte[] copy = StateCodec.encode(before);

        register.record(corrigendum(meta(2, "2020-01-01", id(1)), 1, "t", "two"), repealed(meta(3, "2021-01-01")));

        assertThat(StateCodec.encode(before)).isEqualTo(copy);
    }

    @Test
    void a_text_that_comes_back_shares_the_part_of_the_first() {
        register.record(
                published(meta(1, "2020-01-01"), "one"),
                amended(meta(2, "2021-01-01"), "two"),
                amended(meta(3, "2022-01-01"), "one"));

        assertThat(register.parts).hasSize(2);
        assertThat(register.model.parts(register.act)).hasSize(2);
    }

    @Test
    void an_act_is_found_by_abbreviation_if_it_has_one_and_by_status() {
        register.record(published(meta(1, "2020-01-01"), "one"));
        ActContent c = content("two");
        Register nameless = new Register()
                .record(new ActContent("", "", null, "r", null, null, null, null, null, false, c.text())
                        .published(meta(1, "2020-01-01")));

        assertThat(register.model.lookups(register.act))
                .containsExactly(new LookupEntry("abbreviation", "GG"), new LookupEntry("status", "ACTIVE"));
        assertThat(nameless.model.lookups(nameless.act)).containsExactly(new LookupEntry("status", "ACTIVE"));
        assertThat(nameless.anomalies()).isEmpty();
    }

    @Test
    void the_answer_has_every_field_and_the_whole_text() {
        String text = "§ 1 äöü \uD83D\uDE00 ".repeat(100_000);
        register.record(published(meta(1, "2020-01-01"), text), repealed(meta(2, "2022-01-01")));

        assertThat(register.json().fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "status",
                        "abbreviation",
                        "title",
                        "enactedOn",
                        "eli",
                        "gazette",
                        "issuer",
                        "documentType",
                        "language",
                        "consolidated",
                        "text",
                        "versions",
                        "repeal",
                        "eventCount",
                        "lastRecordedAt",
                        "anomalies");
        assertThat(register.json().get("text").textValue()).isEqualTo(text);
        assertThat(register.json().get("lastRecordedAt").textValue()).isEqualTo("2020-01-01T00:02:00.123456Z");
        assertThat(register.jsonOn("2021-01-01").get("inForceOn").textValue()).isEqualTo("2021-01-01");
    }

    @Test
    void a_missing_part_is_an_error_and_not_an_empty_text() {
        register.record(published(meta(1, "2020-01-01"), "one"));
        register.parts.clear();

        assertThatThrownBy(register::json).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void an_event_of_another_registry_is_refused_as_a_fault_of_the_caller() {
        EventMeta notAnEvent = meta(1, "2020-01-01");

        assertThatThrownBy(() -> register.record(notAnEvent)).isInstanceOf(IllegalArgumentException.class);
    }
}
