package org.dataembassy.schemas.population;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.ActiveLegalCapacityRestricted;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.BirthRegistered;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipAcquired;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipGainGround;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.CitizenshipLossGround;
import org.dataembassy.registry.population.CitizenshipLost;
import org.dataembassy.registry.population.Death;
import org.dataembassy.registry.population.DeathRegistered;
import org.dataembassy.registry.population.DivorceRegistered;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.Emigration;
import org.dataembassy.registry.population.EmigrationGround;
import org.dataembassy.registry.population.EmigrationRecorded;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipEnded;
import org.dataembassy.registry.population.GuardianshipEstablished;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.MaritalStatus;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.MarriageRegistered;
import org.dataembassy.registry.population.NameChanged;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Parenthood;
import org.dataembassy.registry.population.ParenthoodEstablished;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.PersonEnrolled;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.RegisteredParent;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.Recording;

/** Events and commands about a handful of people, from a random that the test seeds; most make little sense. */
final class RandomPopulation {

    static final List<String> CODES = List.of(People.MARI, People.JAAN, People.LIIS, People.ANTS);

    private final Random random;
    private int made;

    RandomPopulation(long seed) {
        this.random = new Random(seed);
    }

    String code() {
        return CODES.get(random.nextInt(CODES.size()));
    }

    SpecificRecord event(String code) {
        EventMeta meta = meta(code);
        return switch (random.nextInt(15)) {
            case 0 -> new BirthRegistered(meta, birth(code));
            case 1 -> new PersonEnrolled(meta, enrolment(code));
            case 2 -> new NameChanged(meta, naming());
            case 3 -> new ResidenceChanged(meta, residence());
            case 4 -> new MarriageRegistered(meta, marriage());
            case 5 -> new DivorceRegistered(meta, marriageEnd());
            case 6 -> new ParenthoodEstablished(meta, parenthood());
            case 7 -> new GuardianshipEstablished(meta, guardianship());
            case 8 -> new GuardianshipEnded(meta, guardianshipEnd());
            case 9 -> new CitizenshipAcquired(meta, gain());
            case 10 -> new CitizenshipLost(meta, loss());
            case 11 -> new ActiveLegalCapacityRestricted(meta, restriction());
            case 12 -> new EmigrationRecorded(meta, emigration());
            case 13 -> random.nextInt(4) == 0 ? new DeathRegistered(meta, death()) : correction(meta);
            default -> correction(meta);
        };
    }

    PopulationCommand command() {
        String code = code();
        Recording recording = recording();
        return switch (random.nextInt(17)) {
            case 0 -> new PopulationCommand.RegisterBirth(code, recording, birth(code));
            case 1 -> new PopulationCommand.EnrolPerson(code, recording, enrolment(code));
            case 2 -> new PopulationCommand.ChangeName(code, recording, naming());
            case 3, 4 -> new PopulationCommand.ChangeResidence(code, recording, residence());
            case 5 -> new PopulationCommand.RegisterMarriage(code, recording, marriage());
            case 6 -> new PopulationCommand.EndMarriage(code, recording, marriageEnd());
            case 7 ->
                new PopulationCommand.EstablishParenthood(
                        code,
                        recording,
                        relative(),
                        pick(ParenthoodGround.values()),
                        random.nextBoolean() ? null : relative());
            case 8 ->
                new PopulationCommand.EstablishGuardianship(
                        code, recording, party(), pick(GuardianshipKind.values()), dayOrNull());
            case 9 ->
                new PopulationCommand.EndGuardianship(code, recording, party(), pick(GuardianshipEndGround.values()));
            case 10 -> new PopulationCommand.AcquireCitizenship(code, recording, gain());
            case 11 -> new PopulationCommand.LoseCitizenship(code, recording, loss());
            case 12 -> new PopulationCommand.RestrictCapacity(code, recording, restriction());
            case 13 -> new PopulationCommand.RecordEmigration(code, recording, emigration());
            case 14 ->
                random.nextInt(5) == 0
                        ? new PopulationCommand.RegisterDeath(code, recording, death())
                        : new PopulationCommand.ChangeName(code, recording, naming());
            default ->
                new PopulationCommand.CorrectRecord(
                        code, correcting(recording), text(), random.nextBoolean() ? null : body(code));
        };
    }

    private Recording recording() {
        made++;
        return new Recording(
                UUID.fromString(People.id(made)),
                Instant.parse("2022-01-01T00:00:00Z").plusSeconds(60L * made),
                LocalDate.of(2000, 1, 1).plusDays(random.nextInt(8_000)),
                "registrar",
                "act",
                null,
                null);
    }

    private Recording correcting(Recording r) {
        return new Recording(r.eventId(), r.recordedAt(), r.effectiveOn(), r.actor(), r.basis(), null, someId());
    }

    private EventMeta meta(String code) {
        made++;
        // Now and then an id twice, a time before the last, a far day.
        long n = random.nextInt(25) == 0 ? Math.max(1, made - 2) : made;
        EventMeta meta = People.meta(code, n, day().toString(), null, random.nextInt(20) == 0 ? someId() : null);
        if (random.nextInt(20) == 0) {
            meta.setRecordedAt(meta.getRecordedAt().minusSeconds(100_000));
        }
        return meta;
    }

    private RecordCorrected correction(EventMeta meta) {
        meta.setCorrects(random.nextInt(10) == 0 ? text() : someId());
        return new RecordCorrected(meta, text(), random.nextBoolean() ? null : body(meta.getEntityId()));
    }

    private SpecificRecord body(String code) {
        return switch (random.nextInt(14)) {
            case 0 -> birth(code);
            case 1 -> enrolment(code);
            case 2 -> naming();
            case 3 -> residence();
            case 4 -> marriage();
            case 5 -> marriageEnd();
            case 6 -> parenthood();
            case 7 -> guardianship();
            case 8 -> guardianshipEnd();
            case 9 -> gain();
            case 10 -> loss();
            case 11 -> restriction();
            case 12 -> emigration();
            default -> death();
        };
    }

    private String someId() {
        return People.id(random.nextInt(made + 2));
    }

    private Birth birth(String code) {
        Birth birth = People.birth(code, name());
        if (random.nextInt(4) == 0) {
            birth.setBornOn(day());
        }
        birth.setParents(parents());
        return birth;
    }

    private Enrolment enrolment(String code) {
        Enrolment enrolment = People.enrolment(code, name(), country(), country());
        enrolment.setParents(parents());
        enrolment.setMaritalStatus(pick(MaritalStatus.values()));
        return enrolment;
    }

    private List<RegisteredParent> parents() {
        List<RegisteredParent> parents = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parents.add(new RegisteredParent(relative(), pick(ParenthoodGround.values())));
        }
        return parents;
    }

    private Naming naming() {
        return new Naming(name(), pick(NameGround.values()));
    }

    private PersonName name() {
        return new PersonName(text(), random.nextInt(8) == 0 ? "" : "Käärik" + random.nextInt(3));
    }

    private Residence residence() {
        return new Residence(
                orNull("EE" + random.nextInt(3)),
                random.nextInt(9) == 0 ? "x" : "0793",
                text(),
                orNull("51007"),
                orNull("FI"));
    }

    private Marriage marriage() {
        return new Marriage(relative(), country(), orNull("Tartu"));
    }

    private MarriageEnd marriageEnd() {
        return new MarriageEnd(relative(), pick(MarriageEndGround.values()));
    }

    private Parenthood parenthood() {
        return new Parenthood(
                pick(KinRelation.values()), relative(), pick(ParenthoodGround.values()), pick(Effect.values()));
    }

    private Guardianship guardianship() {
        return new Guardianship(
                pick(GuardianshipRelation.values()), party(), pick(GuardianshipKind.values()), dayOrNull());
    }

    private GuardianshipEnd guardianshipEnd() {
        return new GuardianshipEnd(pick(GuardianshipRelation.values()), party(), pick(GuardianshipEndGround.values()));
    }

    private CitizenshipGain gain() {
        return new CitizenshipGain(country(), pick(CitizenshipGainGround.values()));
    }

    private CitizenshipLoss loss() {
        return new CitizenshipLoss(country(), pick(CitizenshipLossGround.values()));
    }

    private CapacityRestriction restriction() {
        return new CapacityRestriction(
                pick(CapacityExtent.values()), orNull(text()), random.nextBoolean(), dayOrNull());
    }

    private Emigration emigration() {
        return new Emigration(orNull(country()), pick(EmigrationGround.values()));
    }

    private Death death() {
        return new Death(country(), orNull("Tartu"), random.nextBoolean());
    }

    private Relative relative() {
        return switch (random.nextInt(10)) {
            case 0 -> People.foreigner("Siiri", "Lind");
            case 1 -> new Relative(null, null);
            case 2 -> new Relative("not a code", null);
            default -> People.person(code());
        };
    }

    private GuardianshipParty party() {
        return switch (random.nextInt(5)) {
            case 0 -> new GuardianshipParty(null, "75006546", null);
            case 1 -> new GuardianshipParty(null, null, null);
            default -> People.guardian(code());
        };
    }

    private String country() {
        return pick(new String[] {"EE", "FI", "SE", "ee", ""});
    }

    private String text() {
        return random.nextInt(15) == 0 ? "x".repeat(1_000) : "t" + random.nextInt(4);
    }

    private LocalDate day() {
        return random.nextInt(30) == 0
                ? LocalDate.ofEpochDay(random.nextBoolean() ? Integer.MAX_VALUE : Integer.MIN_VALUE)
                : LocalDate.of(1970, 1, 1).plusDays(random.nextInt(22_000));
    }

    private LocalDate dayOrNull() {
        return random.nextBoolean() ? null : day();
    }

    private String orNull(String value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
