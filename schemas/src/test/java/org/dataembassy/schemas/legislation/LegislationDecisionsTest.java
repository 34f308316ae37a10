package org.dataembassy.schemas.legislation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.schemas.legislation.Events.ACT;
import static org.dataembassy.schemas.legislation.Events.content;
import static org.dataembassy.schemas.legislation.Events.id;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.legislation.LegislationCommand.Amend;
import org.dataembassy.schemas.legislation.LegislationCommand.Publish;
import org.dataembassy.schemas.legislation.LegislationCommand.PublishCorrigendum;
import org.dataembassy.schemas.legislation.LegislationCommand.Repeal;
import org.dataembassy.schemas.legislation.LegislationCommand.SetEntryIntoForce;
import org.dataembassy.schemas.legislation.LegislationDecision.Accepted;
import org.dataembassy.schemas.legislation.LegislationDecision.Refused;
import org.junit.jupiter.api.Test;

final class LegislationDecisionsTest {

    private final Register register = new Register();

    @Test
    void a_publication_of_an_unknown_act_is_accepted_and_changes_nothing_by_itself() {
        LegislationDecision decision = decide(new Publish(ACT, at(1, "2020-01-01"), content("one")));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        yes -> assertThat(yes.events()).singleElement().isInstanceOf(ActPublished.class));
        assertThat(register.act).isNull();
    }

    @Test
    void the_life_of_an_act_is_accepted_command_by_command() {
        does(new Publish(ACT, at(1, "2020-01-01"), Events.openContent("one")));
        does(new SetEntryIntoForce(ACT, at(2, "2020-01-01"), id(1), LocalDate.parse("2020-02-01"), "ordinance"));
        does(new Amend(ACT, at(3, "2021-01-01"), content("two")));
        does(new PublishCorrigendum(ACT, at(4, "2021-01-02"), id(3), null, null, "two!", "misprint"));
        does(new Repeal(ACT, at(5, "2022-01-01"), "obsolete"));

        assertThat(register.anomalies()).isEmpty();
        assertThat(register.textOn("2020-02-01")).isEqualTo("one");
        assertThat(register.textOn("2021-01-01")).isEqualTo("two!");
        assertThat(register.textOn("2022-01-01")).isNull();
    }

    @Test
    void every_reason_of_refusal_is_reached() {
        Set<LegislationRefusal> reached = EnumSet.noneOf(LegislationRefusal.class);
        reached.add(refused(new Amend(ACT, at(1, "2020-01-01"), content("one")), LegislationRefusal.ACT_UNKNOWN));
        reached.add(refused(new Repeal(ACT, at(1, "2020-01-01"), "r"), LegislationRefusal.ACT_UNKNOWN));
        reached.add(refused(
                new Publish("Not an id", at(1, "2020-01-01"), content("one")), LegislationRefusal.MALFORMED_FIELD));
        reached.add(refused(new Publish(ACT, at(1, "2020-01-01"), content(" ")), LegislationRefusal.MISSING_FIELD));
        reached.add(refused(
                new Publish(ACT, at(1, "2020-01-01"), content("x".repeat(4 * 1024 * 1024))),
                LegislationRefusal.EVENT_TOO_LARGE));
        does(new Publish(ACT, at(1, "2020-01-01"), content("one")));
        reached.add(
                refused(new Publish(ACT, at(2, "2020-01-01"), content("two")), LegislationRefusal.ALREADY_PUBLISHED));
        reached.add(refused(new Amend(ACT, at(2, "2020-01-01"), content("one")), LegislationRefusal.NOTHING_CHANGES));
        reached.add(refused(new Amend(ACT, at(1, "2020-01-01"), content("two")), LegislationRefusal.EVENT_ID_REPEATED));
        reached.add(
                refused(new Amend(ACT, at(0, "2020-01-01"), content("two")), LegislationRefusal.TIME_RUNS_BACKWARDS));
        reached.add(refused(
                new Amend(ACT, at(2, "2020-01-01", id(77)), content("two")),
                LegislationRefusal.CORRECTED_EVENT_UNKNOWN));
        reached.add(refused(
                new PublishCorrigendum(ACT, at(2, "2020-01-01"), id(77), null, "t", null, "r"),
                LegislationRefusal.VERSION_UNKNOWN));
        reached.add(refused(
                new PublishCorrigendum(ACT, at(2, "2020-01-01"), id(1), null, "t".repeat(3_000), null, "r"),
                LegislationRefusal.OVERLONG_FIELD));
        does(new Repeal(ACT, at(2, "2021-01-01"), "obsolete"));
        reached.add(refused(new Repeal(ACT, at(3, "2022-01-01"), "r"), LegislationRefusal.ALREADY_REPEALED));
        reached.add(refused(new Amend(ACT, at(3, "2021-01-01"), content("two")), LegislationRefusal.ACT_REPEALED));

        assertThat(reached).containsExactlyInAnyOrder(LegislationRefusal.values());
    }

    @Test
    void a_wrong_repeal_is_corrected_by_the_amendment_that_replaces_it() {
        does(new Publish(ACT, at(1, "2020-01-01"), content("one")));
        does(new Repeal(ACT, at(2, "2021-01-01"), "mistake"));
        does(new Amend(ACT, at(3, "2021-01-01", id(2)), content("two")));

        assertThat(register.textOn("2021-01-01")).isEqualTo("two");
        assertThat(register.anomalies()).isEmpty();
    }

    @Test
    void no_refusal_quotes_what_it_refuses() {
        ActContent c = content("Geheimtext");
        ActContent bad = new ActContent(
                c.abbreviation(), "Geheimtext", null, "r", "Geheimtext", null, null, null, null, false, "Geheimtext");

        assertThat(decide(new Publish(ACT, at(1, "2020-01-01"), bad)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.detail()).contains("eli").doesNotContain("Geheimtext"));
    }

    @Test
    void the_state_of_another_act_is_a_fault_of_the_caller() {
        does(new Publish(ACT, at(1, "2020-01-01"), content("one")));

        assertThatThrownBy(() -> decide(new Repeal("bgb", at(2, "2021-01-01"), "r")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private LegislationDecision decide(LegislationCommand command) {
        return LegislationDecisions.decide(register.act, command);
    }

    private void does(LegislationCommand command) {
        LegislationDecision decision = decide(command);
        assertThat(decision).isInstanceOf(Accepted.class);
        register.record(((Accepted) decision).events().toArray(SpecificRecord[]::new));
    }

    private LegislationRefusal refused(LegislationCommand command, LegislationRefusal expected) {
        LegislationDecision decision = decide(command);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(expected));
        return expected;
    }

    private static Recording at(long n, String effectiveOn) {
        return at(n, effectiveOn, null);
    }

    private static Recording at(long n, String effectiveOn, String corrects) {
        return new Recording(
                UUID.fromString(id(n)),
                Instant.parse("2020-01-01T00:00:00Z").plusSeconds(60 * n),
                LocalDate.parse(effectiveOn),
                "recorder",
                "decision 7",
                null,
                corrects);
    }
}
