package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipGainGround;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.CitizenshipLossGround;
import org.dataembassy.registry.population.Death;
import org.dataembassy.registry.population.Emigration;
import org.dataembassy.registry.population.EmigrationGround;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.RegisteredParent;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.population.PopulationCommand.AcquireCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.ChangeName;
import org.dataembassy.schemas.population.PopulationCommand.ChangeResidence;
import org.dataembassy.schemas.population.PopulationCommand.CorrectRecord;
import org.dataembassy.schemas.population.PopulationCommand.EndGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.EndMarriage;
import org.dataembassy.schemas.population.PopulationCommand.EnrolPerson;
import org.dataembassy.schemas.population.PopulationCommand.EstablishGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.EstablishParenthood;
import org.dataembassy.schemas.population.PopulationCommand.LoseCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.RecordEmigration;
import org.dataembassy.schemas.population.PopulationCommand.RegisterBirth;
import org.dataembassy.schemas.population.PopulationCommand.RegisterDeath;
import org.dataembassy.schemas.population.PopulationCommand.RegisterMarriage;
import org.dataembassy.schemas.population.PopulationCommand.RestrictCapacity;
import org.dataembassy.schemas.population.PopulationDecision.Accepted;
import org.dataembassy.schemas.population.PopulationDecision.Refused;

/** Asks for commands to be decided, one a minute from a fixed time on, and records what was accepted. */
final class Registrar {

    private static final Instant START = Instant.parse("2022-01-01T00:00:00Z");

    final Persons persons = new Persons();
    final Set<Class<?>> accepted = new HashSet<>();
    final Set<PopulationRefusal> refused = new HashSet<>();
    private long minute;

    /** Decides, expects consent, records. The states are as before until then, and nobody breaks a rule after. */
    List<SpecificRecord> does(PopulationCommand command) {
        List<byte[]> before = bytes();
        PopulationDecision decision = PopulationDecisions.decide(persons.states::get, command);
        assertThat(decision).as(command.getClass().getSimpleName()).isInstanceOf(Accepted.class);
        assertThat(bytes())
                .as("deciding changes nothing")
                .usingRecursiveComparison()
                .isEqualTo(before);
        List<SpecificRecord> events = ((Accepted) decision).events();
        persons.record(events);
        accepted.add(command.getClass());
        persons.states
                .keySet()
                .forEach(code -> assertThat(persons.anomalies(code))
                        .as(command.getClass().getSimpleName())
                        .isEmpty());
        return events;
    }

    Refused refuses(PopulationRefusal reason, PopulationCommand command) {
        PopulationDecision decision = PopulationDecisions.decide(persons.states::get, command);
        assertThat(decision)
                .as(command.getClass().getSimpleName())
                .isInstanceOfSatisfying(
                        Refused.class,
                        no -> assertThat(no.reason()).as(no.detail()).isEqualTo(reason));
        refused.add(reason);
        return (Refused) decision;
    }

    private List<byte[]> bytes() {
        return persons.states.values().stream().map(StateCodec::encode).toList();
    }

    Recording at(String effectiveOn) {
        return correcting(effectiveOn, null);
    }

    /** @param corrects an event id, or null */
    Recording correcting(String effectiveOn, String corrects) {
        minute++;
        return recording(minute, minute, effectiveOn, corrects);
    }

    static Recording recording(long n, long minute, String effectiveOn, String corrects) {
        return new Recording(
                UUID.fromString(People.id(n)),
                START.plusSeconds(60 * minute),
                LocalDate.parse(effectiveOn),
                "registrar",
                "act 7",
                null,
                corrects);
    }

    /** The number of the recording made last. */
    long last() {
        return minute;
    }

    RegisterBirth birth(String code, RegisteredParent... parents) {
        String day = new PersonalCode(code).bornOn().toString();
        return new RegisterBirth(code, at(day), People.birth(code, People.name("Kim", "Tamm"), parents));
    }

    EnrolPerson enrol(String code, String day) {
        return new EnrolPerson(code, at(day), People.enrolment(code, People.name("Antti", "Järvinen"), "FI"));
    }

    /** Born, and living in the country from then on. */
    void given(String code, RegisteredParent... parents) {
        does(birth(code, parents));
        does(move(code, new PersonalCode(code).bornOn().toString(), "EE1"));
    }

    ChangeName rename(String code, String day, String given, String family) {
        return new ChangeName(code, at(day), new Naming(People.name(given, family), NameGround.APPLICATION));
    }

    ChangeResidence move(String code, String day, String dwelling) {
        return new ChangeResidence(code, at(day), People.home(dwelling, "0793"));
    }

    RegisterMarriage marry(String code, String day, Relative spouse) {
        return new RegisterMarriage(code, at(day), new Marriage(spouse, "EE", "Tartu"));
    }

    EndMarriage divorce(String code, String day, Relative spouse, MarriageEndGround ground) {
        return new EndMarriage(code, at(day), new MarriageEnd(spouse, ground));
    }

    EstablishParenthood parent(String child, String day, Relative parent, ParenthoodGround ground, Relative inPlaceOf) {
        return new EstablishParenthood(child, at(day), parent, ground, inPlaceOf);
    }

    EstablishGuardianship guard(String ward, String day, String guardian, GuardianshipKind kind, String until) {
        return new EstablishGuardianship(
                ward, at(day), People.guardian(guardian), kind, until == null ? null : LocalDate.parse(until));
    }

    EndGuardianship release(String ward, String day, String guardian, GuardianshipEndGround ground) {
        return new EndGuardianship(ward, at(day), People.guardian(guardian), ground);
    }

    AcquireCitizenship gain(String code, String day, String country) {
        return new AcquireCitizenship(
                code, at(day), new CitizenshipGain(country, CitizenshipGainGround.NATURALISATION));
    }

    LoseCitizenship lose(String code, String day, String country) {
        return new LoseCitizenship(code, at(day), new CitizenshipLoss(country, CitizenshipLossGround.RELEASE));
    }

    RestrictCapacity restrict(String code, String day, CapacityExtent extent, String matters, String until) {
        LocalDate end = until == null ? null : LocalDate.parse(until);
        return new RestrictCapacity(code, at(day), new CapacityRestriction(extent, matters, false, end));
    }

    RecordEmigration emigrate(String code, String day) {
        return new RecordEmigration(code, at(day), new Emigration("SE", EmigrationGround.DECLARED));
    }

    RegisterDeath death(String code, String day) {
        return new RegisterDeath(code, at(day), new Death("EE", "Tartu", false));
    }

    /** @param corrected the number of a recording; {@code replacement} may be null */
    CorrectRecord correct(String code, String day, long corrected, SpecificRecord replacement) {
        return new CorrectRecord(code, correcting(day, People.id(corrected)), "misread", replacement);
    }
}
