package org.dataembassy.schemas.population;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.dataembassy.registry.population.EnrolmentGround;
import org.dataembassy.registry.population.ForeignPerson;
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
import org.dataembassy.registry.population.Sex;

/**
 * Some people and what can be recorded of them, made by hand; the same in every run. Event n has id n and is recorded n
 * minutes after a fixed time. {@link #sample} is for other modules' tests that need some valid events.
 */
public final class People {

    /** A woman born 1980-05-17. */
    public static final String MARI = code("1980-05-17", Sex.FEMALE, 23);

    /** A man born 1978-11-02. */
    public static final String JAAN = code("1978-11-02", Sex.MALE, 471);

    /** Their daughter, born 2005-03-04. */
    public static final String LIIS = code("2005-03-04", Sex.FEMALE, 8);

    /** A man born 1951-01-30, who comes from abroad. */
    public static final String ANTS = code("1951-01-30", Sex.MALE, 1);

    private static final Instant START = Instant.parse("2021-03-01T08:00:00.123456Z");

    private People() {}

    /** A personal code made of these. */
    public static String code(String bornOn, Sex sex, int serial) {
        return PersonalCode.of(LocalDate.parse(bornOn), sex, serial).value();
    }

    /** The id of event {@code n}. */
    public static String id(long n) {
        return new UUID(0x5ca1_ab1e_0000_4000L, 0x8000_0000_0000_0000L | n).toString();
    }

    public static EventMeta meta(String code, long n, String effectiveOn) {
        return meta(code, n, effectiveOn, null, null);
    }

    /**
     * @param caseId null if it stands alone
     * @param corrects an event id, or null
     */
    public static EventMeta meta(String code, long n, String effectiveOn, String caseId, String corrects) {
        return new EventMeta(
                UUID.fromString(id(n)),
                code,
                START.plusSeconds(60 * n),
                LocalDate.parse(effectiveOn),
                "registrar/tartu-2",
                "vital-records-act/24-1",
                caseId,
                corrects);
    }

    public static Relative person(String code) {
        return new Relative(code, null);
    }

    public static Relative foreigner(String givenNames, String familyName) {
        return new Relative(null, new ForeignPerson(givenNames, familyName, "1975-08", "FI"));
    }

    public static PersonName name(String givenNames, String familyName) {
        return new PersonName(givenNames, familyName);
    }

    public static Residence home(String dwelling, String municipality) {
        return new Residence(dwelling, municipality, "Õunapuu tee 12-3", "51007", null);
    }

    public static GuardianshipParty guardian(String code) {
        return new GuardianshipParty(code, null, null);
    }

    public static RegisteredParent parent(String code, ParenthoodGround ground) {
        return new RegisteredParent(person(code), ground);
    }

    /** A birth on the day that the code says, of a citizen of EE. */
    public static Birth birth(String code, PersonName name, RegisteredParent... parents) {
        PersonalCode personal = new PersonalCode(code);
        return new Birth(
                name,
                personal.sex(),
                personal.bornOn(),
                "EE",
                "Tartu",
                new ArrayList<>(List.of("EE")),
                new ArrayList<>(Arrays.asList(parents)));
    }

    public static Enrolment enrolment(String code, PersonName name, String... citizenships) {
        PersonalCode personal = new PersonalCode(code);
        return new Enrolment(
                name,
                personal.sex(),
                personal.bornOn(),
                "FI",
                "Turku",
                new ArrayList<>(Arrays.asList(citizenships)),
                new ArrayList<>(),
                MaritalStatus.SINGLE,
                "FI",
                EnrolmentGround.RIGHT_OF_RESIDENCE);
    }

    public static BirthRegistered born(EventMeta meta, PersonName name, RegisteredParent... parents) {
        return new BirthRegistered(meta, birth(meta.getEntityId(), name, parents));
    }

    public static PersonEnrolled enrolled(EventMeta meta, PersonName name, String... citizenships) {
        return new PersonEnrolled(meta, enrolment(meta.getEntityId(), name, citizenships));
    }

    public static NameChanged renamed(EventMeta meta, String givenNames, String familyName) {
        return new NameChanged(meta, new Naming(name(givenNames, familyName), NameGround.MARRIAGE));
    }

    public static ResidenceChanged moved(EventMeta meta, String dwelling, String municipality) {
        return new ResidenceChanged(meta, home(dwelling, municipality));
    }

    public static MarriageRegistered married(EventMeta meta, Relative spouse) {
        return new MarriageRegistered(meta, new Marriage(spouse, "EE", "Tartu"));
    }

    public static DivorceRegistered divorced(EventMeta meta, Relative spouse, MarriageEndGround ground) {
        return new DivorceRegistered(meta, new MarriageEnd(spouse, ground));
    }

    public static ParenthoodEstablished parenthood(
            EventMeta meta, KinRelation relation, Relative relative, ParenthoodGround ground, Effect effect) {
        return new ParenthoodEstablished(meta, new Parenthood(relation, relative, ground, effect));
    }

    /** The event of a parent whose child was born. */
    public static ParenthoodEstablished hasChild(EventMeta meta, String child) {
        return parenthood(meta, KinRelation.CHILD, person(child), ParenthoodGround.BIRTH, Effect.BEGINS);
    }

    public static GuardianshipEstablished guarded(
            EventMeta meta, GuardianshipRelation relation, GuardianshipParty party, GuardianshipKind kind) {
        return new GuardianshipEstablished(meta, new Guardianship(relation, party, kind, null));
    }

    public static GuardianshipEnded unguarded(EventMeta meta, GuardianshipRelation relation, GuardianshipParty party) {
        return new GuardianshipEnded(meta, new GuardianshipEnd(relation, party, GuardianshipEndGround.NOT_NEEDED));
    }

    public static CitizenshipAcquired naturalised(EventMeta meta, String country) {
        return new CitizenshipAcquired(meta, new CitizenshipGain(country, CitizenshipGainGround.NATURALISATION));
    }

    public static CitizenshipLost released(EventMeta meta, String country) {
        return new CitizenshipLost(meta, new CitizenshipLoss(country, CitizenshipLossGround.RELEASE));
    }

    /** @param until may be null */
    public static ActiveLegalCapacityRestricted restricted(EventMeta meta, CapacityExtent extent, String until) {
        return new ActiveLegalCapacityRestricted(
                meta,
                new CapacityRestriction(
                        extent,
                        extent == CapacityExtent.PARTIAL ? "disposal of immovables" : null,
                        false,
                        until == null ? null : LocalDate.parse(until)));
    }

    public static EmigrationRecorded emigrated(EventMeta meta, String country) {
        return new EmigrationRecorded(meta, new Emigration(country, EmigrationGround.DECLARED));
    }

    public static DeathRegistered died(EventMeta meta) {
        return new DeathRegistered(meta, new Death("EE", "Tartu", false));
    }

    /** @param replacement the body of an event, or null */
    public static RecordCorrected corrected(EventMeta meta, SpecificRecord replacement) {
        return new RecordCorrected(meta, "misspelled", replacement);
    }

    /**
     * Twenty-five events of four people, every kind among them, in the order in which they are recorded: two marry, have
     * a child, part; a guest comes, becomes a citizen, is the guardian of the mother, dies. No rule is broken.
     */
    public static List<SpecificRecord> sample() {
        Relative mari = person(MARI);
        Relative jaan = person(JAAN);
        return List.of(
                born(meta(MARI, 1, "1980-05-17"), name("Mari", "Põld")),
                born(meta(JAAN, 2, "1978-11-02"), name("Jaan Jüri", "Käärik")),
                moved(meta(MARI, 3, "1998-09-01"), "EE00012345-7", "0793"),
                moved(meta(JAAN, 4, "1999-01-15"), "EE00054321-1", "0793"),
                married(meta(MARI, 5, "2003-06-21", "case-5", null), jaan),
                married(meta(JAAN, 6, "2003-06-21", "case-5", null), mari),
                renamed(meta(MARI, 7, "2003-06-21", "case-5", null), "Mari", "Käärik"),
                born(
                        meta(LIIS, 8, "2005-03-04", "case-8", null),
                        name("Liis", "Kaärik"),
                        parent(MARI, ParenthoodGround.BIRTH),
                        parent(JAAN, ParenthoodGround.PRESUMPTION)),
                hasChild(meta(MARI, 9, "2005-03-04", "case-8", null), LIIS),
                hasChild(meta(JAAN, 10, "2005-03-04", "case-8", null), LIIS),
                moved(meta(LIIS, 11, "2005-03-10"), "EE00012345-7", "0793"),
                corrected(
                        meta(LIIS, 12, "2005-03-04", null, id(8)),
                        birth(
                                LIIS,
                                name("Liis", "Käärik"),
                                parent(MARI, ParenthoodGround.BIRTH),
                                parent(JAAN, ParenthoodGround.PRESUMPTION))),
                enrolled(meta(ANTS, 13, "2010-02-01"), name("Antti", "Järvinen"), "FI"),
                moved(meta(ANTS, 14, "2010-02-01"), "EE00077777-2", "0784"),
                naturalised(meta(ANTS, 15, "2019-05-05"), "EE"),
                released(meta(ANTS, 16, "2019-06-01"), "FI"),
                divorced(meta(MARI, 17, "2020-01-10", "case-17", null), jaan, MarriageEndGround.COURT),
                divorced(meta(JAAN, 18, "2020-01-10", "case-17", null), mari, MarriageEndGround.COURT),
                emigrated(meta(JAAN, 19, "2020-03-01"), "SE"),
                restricted(meta(MARI, 20, "2020-10-01"), CapacityExtent.PARTIAL, "2025-10-01"),
                guarded(
                        meta(MARI, 21, "2020-10-01", "case-21", null),
                        GuardianshipRelation.GUARDIAN,
                        guardian(ANTS),
                        GuardianshipKind.ADULT),
                guarded(
                        meta(ANTS, 22, "2020-10-01", "case-21", null),
                        GuardianshipRelation.WARD,
                        guardian(MARI),
                        GuardianshipKind.ADULT),
                parenthood(
                        meta(JAAN, 23, "1999-07-07"),
                        KinRelation.CHILD,
                        foreigner("Siiri", "Lind"),
                        ParenthoodGround.ACKNOWLEDGEMENT,
                        Effect.BEGINS),
                unguarded(meta(MARI, 24, "2021-02-20", "case-24", null), GuardianshipRelation.GUARDIAN, guardian(ANTS)),
                died(meta(ANTS, 25, "2021-02-20", "case-24", null)));
    }
}
