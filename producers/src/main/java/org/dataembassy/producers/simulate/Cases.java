package org.dataembassy.producers.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 * Writes what happens as events, case by case: the events of one case have one time of recording, one case id if they are
 * several, and are one call of the publisher. Knows nothing of why things happen. Not thread-safe.
 */
final class Cases {
    private final People people;
    private final Dwellings dwellings;
    private final RandomStream ids;
    private final Deque<List<SpecificRecord>> ready = new ArrayDeque<>();
    private List<SpecificRecord> open = new ArrayList<>();
    private Instant recordedAt = Instant.EPOCH;

    /** @param ids where the ids of events and cases come from */
    Cases(People people, Dwellings dwellings, RandomStream ids) {
        this.people = people;
        this.dwellings = dwellings;
        this.ids = ids;
    }

    /** When all cases from now on are recorded. */
    void recordedAt(Instant time) {
        recordedAt = time;
    }

    /** Ends the case at hand; without any event there was none. */
    void end() {
        if (open.isEmpty()) {
            return;
        }
        if (open.size() > 1) {
            String caseId = uuid().toString();
            for (SpecificRecord event : open) {
                ((EventMeta) event.get(0)).setCaseId(caseId);
            }
        }
        ready.add(open);
        open = new ArrayList<>(4);
    }

    /** The next finished case, or null. */
    List<SpecificRecord> poll() {
        return ready.poll();
    }

    // ---- coming ----

    /**
     * A newborn with all that is known of the parents, and where it lives.
     *
     * @param fatherGround how the father is one; not looked at without a father
     */
    void born(int child, ParenthoodGround fatherGround) {
        int day = people.birthDay[child];
        int mother = people.mother[child];
        int father = people.father[child];
        int town = town(child);
        List<RegisteredParent> parents = new ArrayList<>(2);
        parents.add(new RegisteredParent(relative(mother), ParenthoodGround.BIRTH));
        if (father >= 0) {
            parents.add(new RegisteredParent(relative(father), fatherGround));
        }
        open.add(new BirthRegistered(
                meta(child, day, Places.office(town), "Vital Statistics Act § 22"),
                new Birth(
                        name(child),
                        sex(child),
                        date(day),
                        Countries.OWN,
                        Places.town(town),
                        citizenships(child),
                        parents)));
        parent(mother, child, ParenthoodGround.BIRTH, day);
        if (father >= 0) {
            parent(father, child, fatherGround, day);
        }
        moved(child, day);
    }

    /**
     * Someone who was not born into the register, with the parents that are in it.
     *
     * @param from country that the person came from; 0 for the people of the register before this one
     * @param bornHere whether born in this country
     * @param status as shown at enrolment; a marriage that lasts has events of its own
     */
    void enrolled(int person, int from, boolean bornHere, MaritalStatus status, int day) {
        List<RegisteredParent> parents = new ArrayList<>(2);
        int mother = people.mother[person];
        int father = people.father[person];
        if (mother >= 0) {
            parents.add(new RegisteredParent(relative(mother), ParenthoodGround.BIRTH));
        }
        if (father >= 0) {
            parents.add(new RegisteredParent(relative(father), ParenthoodGround.PRESUMPTION));
        }
        String arrivedFrom = from == 0 ? null : Countries.code(from);
        open.add(new PersonEnrolled(
                meta(person, day, "population register", "Population Register Act § 41"),
                new Enrolment(
                        name(person),
                        sex(person),
                        date(people.birthDay[person]),
                        bornHere ? Countries.OWN : Countries.code(Math.max(from, people.citizenship[person])),
                        null,
                        citizenships(person),
                        parents,
                        status,
                        arrivedFrom,
                        ground(person, from))));
        if (mother >= 0) {
            parent(mother, person, ParenthoodGround.BIRTH, day);
        }
        if (father >= 0) {
            parent(father, person, ParenthoodGround.PRESUMPTION, day);
        }
        moved(person, day, arrivedFrom);
    }

    private EnrolmentGround ground(int person, int from) {
        if (from == 0) {
            return EnrolmentGround.TAKEN_OVER;
        }
        return people.citizenship[person] == 0 ? EnrolmentGround.CITIZEN_ABROAD : EnrolmentGround.RESIDENCE_PERMIT;
    }

    private void parent(int parent, int child, ParenthoodGround ground, int day) {
        open.add(new ParenthoodEstablished(
                meta(parent, day, "population register", "Family Law Act § 82"),
                new Parenthood(KinRelation.CHILD, relative(child), ground, Effect.BEGINS)));
    }

    /** A man has acknowledged a child. */
    void acknowledged(int child, int father, int day) {
        open.add(new ParenthoodEstablished(
                meta(child, day, Places.office(town(child)), "Family Law Act § 84"),
                new Parenthood(KinRelation.PARENT, relative(father), ParenthoodGround.ACKNOWLEDGEMENT, Effect.BEGINS)));
        parent(father, child, ParenthoodGround.ACKNOWLEDGEMENT, day);
    }

    // ---- living ----

    EventMeta moved(int person, int day) {
        return moved(person, day, null);
    }

    EventMeta moved(int person, int day, String arrivedFrom) {
        return residence(person, day, residence(person, arrivedFrom));
    }

    /** With an address that may be wrong. */
    EventMeta residence(int person, int day, Residence residence) {
        EventMeta meta = meta(person, day, Places.office(town(person)), "Population Register Act § 70");
        open.add(new ResidenceChanged(meta, residence));
        return meta;
    }

    Residence residence(int person, String arrivedFrom) {
        int dwelling = people.dwelling[person];
        return Places.residence(dwelling, dwellings.municipalityOf(dwelling), arrivedFrom);
    }

    EventMeta renamed(int person, NameGround ground, int day) {
        return renamed(person, new Naming(name(person), ground), day);
    }

    EventMeta renamed(int person, Naming naming, int day) {
        EventMeta meta = meta(person, day, "population register", "Names Act § 16");
        open.add(new NameChanged(meta, naming));
        return meta;
    }

    EventMeta married(int person, int spouse, int day, String country) {
        EventMeta meta = meta(person, day, Places.office(town(person)), "Family Law Act § 1");
        boolean here = country.equals(Countries.OWN);
        open.add(new MarriageRegistered(
                meta, new Marriage(relative(spouse), country, here ? Places.town(town(person)) : null)));
        return meta;
    }

    void marriageEnded(int person, int spouse, MarriageEndGround ground, int day) {
        open.add(new DivorceRegistered(
                meta(person, day, "population register", "Family Law Act § 63"),
                new MarriageEnd(relative(spouse), ground)));
    }

    void gained(int person, int country, CitizenshipGainGround ground, int day) {
        open.add(new CitizenshipAcquired(
                meta(person, day, "ministry of the interior", "Citizenship Act § 6"),
                new CitizenshipGain(Countries.code(country), ground)));
    }

    void lost(int person, int country, CitizenshipLossGround ground, int day) {
        open.add(new CitizenshipLost(
                meta(person, day, "ministry of the interior", "Citizenship Act § 22"),
                new CitizenshipLoss(Countries.code(country), ground)));
    }

    void restricted(int person, CapacityExtent extent, boolean withoutVote, int day) {
        String matters = extent == CapacityExtent.PARTIAL ? "disposing of immovables and taking loans" : null;
        open.add(new ActiveLegalCapacityRestricted(
                meta(person, day, "county court", "Civil Code Act § 8"),
                new CapacityRestriction(extent, matters, withoutVote, null)));
    }

    /** Both sides. */
    void guardianAppointed(int ward, int guardian, GuardianshipKind kind, int day) {
        open.add(new GuardianshipEstablished(
                meta(ward, day, "county court", "Family Law Act § 171"),
                new Guardianship(GuardianshipRelation.GUARDIAN, party(guardian), kind, null)));
        open.add(new GuardianshipEstablished(
                meta(guardian, day, "county court", "Family Law Act § 171"),
                new Guardianship(GuardianshipRelation.WARD, party(ward), kind, null)));
    }

    /**
     * One side.
     *
     * @param person whose record says so
     * @param relation what the other is to this person
     */
    void guardianshipEnded(
            int person, GuardianshipRelation relation, int other, GuardianshipEndGround ground, int day) {
        open.add(new GuardianshipEnded(
                meta(person, day, "county court", "Family Law Act § 191"),
                new GuardianshipEnd(relation, party(other), ground)));
    }

    // ---- going ----

    void emigrated(int person, int country, boolean declared, int day) {
        open.add(new EmigrationRecorded(
                meta(person, day, "population register", "Population Register Act § 76"),
                new Emigration(
                        declared ? Countries.code(country) : null,
                        declared ? EmigrationGround.DECLARED : EmigrationGround.BY_AUTHORITY)));
    }

    void died(int person, boolean declared, int day) {
        open.add(new DeathRegistered(
                meta(person, day, Places.office(town(person)), "Vital Statistics Act § 27"),
                new Death(Countries.OWN, declared ? null : Places.town(town(person)), declared)));
    }

    // ---- correcting ----

    /**
     * @param replacement a body of the same kind, or null to annul
     * @return of the correction itself
     */
    EventMeta corrected(int person, UUID wrong, String reason, Object replacement, int day) {
        EventMeta meta = meta(person, day, "population register", "Population Register Act § 33");
        meta.setCorrects(wrong.toString());
        open.add(new RecordCorrected(meta, reason, replacement));
        return meta;
    }

    // ---- parts ----

    private EventMeta meta(int person, int day, String actor, String basis) {
        return new EventMeta(uuid(), code(person), recordedAt, date(day), actor, basis, null, null);
    }

    /** Version 4 and variant as RFC 9562 has them; the rest from the stream. */
    private UUID uuid() {
        long most = ids.nextLong() & ~0xF000L | 0x4000L;
        long least = ids.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(most, least);
    }

    private String code(int person) {
        return Long.toString(people.code[person]);
    }

    private static LocalDate date(int day) {
        return LocalDate.ofEpochDay(day);
    }

    private Relative relative(int person) {
        return new Relative(code(person), null);
    }

    private GuardianshipParty party(int person) {
        return new GuardianshipParty(code(person), null, null);
    }

    PersonName name(int person) {
        return new PersonName(
                Names.givenText(people.given[person], people.isFemale(person)),
                Names.familyText(people.family[person]));
    }

    private Sex sex(int person) {
        return people.isFemale(person) ? Sex.FEMALE : Sex.MALE;
    }

    private List<String> citizenships(int person) {
        return List.of(Countries.code(people.citizenship[person]));
    }

    /** Where the person lives; who lives abroad is looked after by the capital. */
    private int town(int person) {
        int dwelling = people.dwelling[person];
        return dwelling == People.NONE ? 0 : dwellings.municipalityOf(dwelling);
    }
}
