package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.ForeignPerson;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.MaritalStatus;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonCitizenship;
import org.dataembassy.registry.population.PersonDeath;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonOrigin;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.Relative;

/**
 * What a person's events come to on a day, or in the end. The questions that fold, decisions, lookups and answers ask,
 * in one place.
 *
 * <p>A state has no clock: "in the end" is with everything recorded so far, whenever it takes effect, and before any
 * term set for it runs out. What one reads off a day is answered for that day. A later effective day wins; of one day,
 * what was recorded later.
 */
final class PersonView {

    /** Majority, in years. */
    static final int MAJORITY = 18;

    private static final long IN_THE_END = Long.MAX_VALUE;

    private final Person person;
    private final List<PersonEvent> events;
    private final long day;

    private PersonView(Person person, long day) {
        this.person = person;
        this.events = person.getEvents();
        this.day = day;
    }

    static PersonView on(Person person, long epochDay) {
        return new PersonView(person, epochDay);
    }

    static PersonView inTheEnd(Person person) {
        return new PersonView(person, IN_THE_END);
    }

    /** Birth or enrolment: facts of a life and not of a day, so the one recorded last counts on any day. */
    PersonOrigin origin() {
        PersonOrigin latest = null;
        int record = -1;
        for (PersonOrigin origin : person.getOrigins()) {
            PersonEvent event = PersonEvents.numbered(events, origin.getEvent());
            if (event != null && event.getStands() && event.getRecord() > record) {
                latest = origin;
                record = event.getRecord();
            }
        }
        return latest;
    }

    /** Whether anything that is recorded holds on the day. */
    boolean isRecorded() {
        for (PersonEvent event : events) {
            if (event.getStands() && event.getEffectiveOn() <= day) {
                return true;
            }
        }
        return false;
    }

    /** The earliest death by the day, or null. */
    PersonDeath death() {
        PersonDeath first = null;
        long best = Long.MAX_VALUE;
        for (PersonDeath death : person.getDeaths()) {
            long rank = rank(death.getEvent());
            if (rank != PersonEvents.NONE && rank < best) {
                first = death;
                best = rank;
            }
        }
        return first;
    }

    boolean isDead() {
        return !person.getDeaths().isEmpty() && death() != null;
    }

    PersonNaming naming() {
        return latest(person.getNames(), PersonNaming::getEvent, naming -> true);
    }

    /** Where somebody living lives; null for the dead and where nothing is known. */
    PersonResidence residence() {
        return isDead() ? null : residenceOfAnybody();
    }

    private PersonResidence residenceOfAnybody() {
        return latest(person.getResidences(), PersonResidence::getEvent, residence -> true);
    }

    /** Whether somebody living has a residence in the country. */
    boolean isResident() {
        PersonResidence residence = residence();
        return residence != null && residence.getResidence() != null;
    }

    boolean isAbroad() {
        PersonResidence residence = residence();
        return residence != null && residence.getResidence() == null;
    }

    /** Those held, each once; of the dead, those held at death. */
    List<String> citizenships() {
        if (isDead() && dayOfDeath() < day) {
            return on(person, dayOfDeath()).citizenships();
        }
        List<String> held = new ArrayList<>();
        for (PersonCitizenship citizenship : person.getCitizenships()) {
            String country = citizenship.getCountry();
            if (!held.contains(country) && holdsCitizenship(country)) {
                held.add(country);
            }
        }
        return held;
    }

    boolean holdsCitizenship(String country) {
        PersonCitizenship last = latest(
                person.getCitizenships(),
                PersonCitizenship::getEvent,
                citizenship -> citizenship.getCountry().equals(country));
        return last != null && last.getEffect() == Effect.BEGINS;
    }

    /** The marriage of somebody living, or null; of several, the latest. */
    PersonMarriage marriage() {
        return isDead() ? null : standingMarriage();
    }

    /** Whether there is a marriage with this one, whether or not it is the one shown. */
    boolean isMarriedTo(Relative spouse) {
        return marriageTo(spouse) != null;
    }

    /** The marriage with this one, or null. */
    PersonMarriage marriageTo(Relative spouse) {
        PersonMarriage last = lastWith(spouse);
        return last != null && last.getStatus() == MaritalStatus.MARRIED ? last : null;
    }

    /** Whether there has been a marriage by the day that began after another day. */
    boolean hasMarriedAfter(long epochDay) {
        for (PersonMarriage marriage : person.getMarriages()) {
            if (marriage.getStatus() == MaritalStatus.MARRIED
                    && rank(marriage.getEvent()) != PersonEvents.NONE
                    && PersonEvents.numbered(events, marriage.getEvent()).getEffectiveOn() > epochDay) {
                return true;
            }
        }
        return false;
    }

    /** Whether enrolled before the day as married, with nothing known of the marriage by the day. */
    boolean isMarriedToSomebodyUnknown() {
        PersonOrigin origin = origin();
        if (origin == null || origin.getMaritalStatus() != MaritalStatus.MARRIED) {
            return false;
        }
        boolean known =
                person.getMarriages().stream().anyMatch(marriage -> rank(marriage.getEvent()) != PersonEvents.NONE);
        return !known && PersonEvents.numbered(events, origin.getEvent()).getEffectiveOn() < day;
    }

    /** Of the dead: the status at death, in which the marriage ended. */
    MaritalStatus maritalStatus() {
        if (isDead() && dayOfDeath() < day) {
            return on(person, dayOfDeath()).maritalStatus();
        }
        if (standingMarriage() != null) {
            return MaritalStatus.MARRIED;
        }
        PersonMarriage last = latest(person.getMarriages(), PersonMarriage::getEvent, marriage -> true);
        if (last != null) {
            return last.getStatus();
        }
        PersonOrigin origin = origin();
        return origin == null ? MaritalStatus.UNKNOWN : origin.getMaritalStatus();
    }

    private PersonMarriage standingMarriage() {
        return latest(
                person.getMarriages(),
                PersonMarriage::getEvent,
                marriage ->
                        marriage.getStatus() == MaritalStatus.MARRIED && marriage == lastWith(marriage.getSpouse()));
    }

    private PersonMarriage lastWith(Relative spouse) {
        return latest(person.getMarriages(), PersonMarriage::getEvent, marriage -> same(marriage.getSpouse(), spouse));
    }

    /** Parents or children, in the order in which they were recorded; of the dead too. */
    List<PersonKin> kin(KinRelation relation) {
        List<PersonKin> kin = new ArrayList<>();
        for (PersonKin relative : person.getKin()) {
            if (relative.getRelation() == relation
                    && relative.getEffect() == Effect.BEGINS
                    && relative == lastKin(relation, relative.getRelative())) {
                kin.add(relative);
            }
        }
        return kin;
    }

    boolean isKin(KinRelation relation, Relative relative) {
        PersonKin last = lastKin(relation, relative);
        return last != null && last.getEffect() == Effect.BEGINS;
    }

    /** The parents in descent: those of the day, and those whom an adoption replaced. A court that finds another leaves none. */
    List<Relative> forebears() {
        List<Relative> forebears = new ArrayList<>();
        for (PersonKin kin : person.getKin()) {
            boolean descent = kin.getEffect() == Effect.BEGINS || kin.getGround() == ParenthoodGround.ADOPTION;
            if (kin.getRelation() == KinRelation.PARENT
                    && descent
                    && kin == lastKin(KinRelation.PARENT, kin.getRelative())) {
                forebears.add(kin.getRelative());
            }
        }
        return forebears;
    }

    private PersonKin lastKin(KinRelation relation, Relative relative) {
        PersonKin last = null;
        long best = PersonEvents.NONE;
        for (PersonKin kin : person.getKin()) {
            long rank = rank(kin.getEvent());
            // Not above but not below: of two from one event the second counts.
            if (rank >= best
                    && rank != PersonEvents.NONE
                    && kin.getRelation() == relation
                    && same(kin.getRelative(), relative)) {
                last = kin;
                best = rank;
            }
        }
        return last;
    }

    /** Guardians or wards of somebody living. */
    List<PersonGuardianship> guardianships(GuardianshipRelation relation) {
        List<PersonGuardianship> held = new ArrayList<>();
        if (person.getGuardianships().isEmpty() || isDead()) {
            return held;
        }
        for (PersonGuardianship guardianship : person.getGuardianships()) {
            if (guardianship.getRelation() == relation
                    && guardianship == lastGuardianship(relation, guardianship.getParty())
                    && holds(guardianship)) {
                held.add(guardianship);
            }
        }
        return held;
    }

    boolean isGuardianship(GuardianshipRelation relation, GuardianshipParty party) {
        return guardianship(relation, party) != null;
    }

    /** The guardianship with this one, or null. */
    PersonGuardianship guardianship(GuardianshipRelation relation, GuardianshipParty party) {
        PersonGuardianship last = lastGuardianship(relation, party);
        return last != null && holds(last) ? last : null;
    }

    private boolean holds(PersonGuardianship guardianship) {
        return guardianship.getEffect() == Effect.BEGINS && isBefore(guardianship.getUntil());
    }

    private PersonGuardianship lastGuardianship(GuardianshipRelation relation, GuardianshipParty party) {
        return latest(
                person.getGuardianships(),
                PersonGuardianship::getEvent,
                guardianship -> guardianship.getRelation() == relation && same(guardianship.getParty(), party));
    }

    /** The restriction of somebody living, or null. */
    PersonCapacity restriction() {
        if (person.getCapacities().isEmpty() || isDead()) {
            return null;
        }
        PersonCapacity last = latest(person.getCapacities(), PersonCapacity::getEvent, capacity -> true);
        boolean restricted = last != null && last.getExtent() != CapacityExtent.LIFTED && isBefore(last.getUntil());
        return restricted ? last : null;
    }

    /** Whole years by the day, from the day of birth; negative if that isn't known or not yet. */
    int age() {
        PersonOrigin origin = origin();
        if (origin == null || origin.getBornOn() > day) {
            return -1;
        }
        return LocalDate.ofEpochDay(origin.getBornOn())
                .until(LocalDate.ofEpochDay(day))
                .getYears();
    }

    /** The day on which an event holds from. */
    LocalDate since(int number) {
        PersonEvent event = PersonEvents.numbered(events, number);
        return event == null ? null : LocalDate.ofEpochDay(event.getEffectiveOn());
    }

    /** The effective day of the earliest death by the day; {@link Long#MAX_VALUE} if there is none. */
    long dayOfDeath() {
        PersonDeath death = person.getDeaths().isEmpty() ? null : death();
        return death == null
                ? Long.MAX_VALUE
                : PersonEvents.numbered(events, death.getEvent()).getEffectiveOn();
    }

    private boolean isBefore(Integer until) {
        return until == null || day == IN_THE_END || day < until;
    }

    /** The entry that counts of those that are wanted: of the event with the highest rank; null if there is none. */
    private <T> T latest(List<T> entries, ToIntFunction<T> event, Predicate<T> wanted) {
        T last = null;
        long best = PersonEvents.NONE;
        for (T entry : entries) {
            long rank = rank(event.applyAsInt(entry));
            if (rank > best && wanted.test(entry)) {
                last = entry;
                best = rank;
            }
        }
        return last;
    }

    private long rank(int number) {
        return PersonEvents.rank(events, number, day);
    }

    /** Whether two say the same person. */
    static boolean same(Relative a, Relative b) {
        if (a.getPersonalCode() != null || b.getPersonalCode() != null) {
            return Objects.equals(a.getPersonalCode(), b.getPersonalCode());
        }
        return same(a.getForeign(), b.getForeign());
    }

    static boolean same(GuardianshipParty a, GuardianshipParty b) {
        if (a.getPersonalCode() != null || b.getPersonalCode() != null) {
            return Objects.equals(a.getPersonalCode(), b.getPersonalCode());
        }
        return Objects.equals(a.getInstitution(), b.getInstitution()) && same(a.getForeign(), b.getForeign());
    }

    private static boolean same(ForeignPerson a, ForeignPerson b) {
        if (a == null || b == null) {
            return a == b;
        }
        return a.getFamilyName().equals(b.getFamilyName())
                && a.getGivenNames().equals(b.getGivenNames())
                && Objects.equals(a.getBorn(), b.getBorn())
                && Objects.equals(a.getCountry(), b.getCountry());
    }
}
