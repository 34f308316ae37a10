package org.dataembassy.schemas.population;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.LocalDate;
import java.util.List;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.RegisteredParent;

/** What several commands refuse in the same words. */
final class Rules {

    private Rules() {}

    static void refuseEmpty(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new RefusedException(PopulationRefusal.MISSING_FIELD, field + ": must not be empty");
        }
    }

    static void refuseOverlong(String field, String value, int limit) {
        if (value != null && value.length() > limit) {
            throw new RefusedException(
                    PopulationRefusal.OVERLONG_FIELD,
                    field + ": has " + value.length() + " characters, at most " + limit + " are taken");
        }
    }

    /** Refuses a name that isn't written as names are kept: in form C, without white space around it. */
    static void refuseName(PersonName name) {
        if (name.getGivenNames().isBlank() && name.getFamilyName().isBlank()) {
            throw new RefusedException(PopulationRefusal.MISSING_FIELD, "name: both parts are empty");
        }
        refuseName("givenNames", name.getGivenNames());
        refuseName("familyName", name.getFamilyName());
    }

    private static void refuseName(String field, String part) {
        refuseOverlong(field, part, PopulationForms.MAX_NAME);
        boolean wellFormed = part.equals(part.strip())
                && part.codePoints().noneMatch(Character::isISOControl)
                && Normalizer.isNormalized(part, Form.NFC);
        if (!wellFormed) {
            throw new RefusedException(
                    PopulationRefusal.MALFORMED_FIELD,
                    field + ": expected Unicode normalization form C, no control characters, no white space around");
        }
    }

    /**
     * Refuses whoever has died, whenever that was: between two, the death has ended what there was to end, and what
     * comes to light of the time before is put right by a correction.
     */
    static void refuseDead(String who, Person person) {
        if (PersonView.inTheEnd(person).isDead()) {
            throw new RefusedException(PopulationRefusal.PERSON_DEAD, who + " has died");
        }
    }

    /** Refuses what is to happen to somebody on the day of death or after it; of the time before it may be recorded late. */
    static void refuseDeadBy(LocalDate day, String who, Person person) {
        if (PersonView.inTheEnd(person).dayOfDeath() <= day.toEpochDay()) {
            throw new RefusedException(PopulationRefusal.PERSON_DEAD, who + " has died by the effective day");
        }
    }

    /** Refuses a term that is over when it begins. */
    static void refuseTermBefore(LocalDate day, LocalDate until) {
        if (until != null && !until.isAfter(day)) {
            throw new RefusedException(
                    PopulationRefusal.MALFORMED_FIELD, "until: expected a day after the effective day");
        }
    }

    static void refuseTooManyParents(List<RegisteredParent> parents) {
        if (parents.size() > PopulationForms.MAX_PARENTS) {
            throw new RefusedException(PopulationRefusal.TOO_MANY_PARENTS, "parents: at most two");
        }
    }

    static void refuseUnder(String who, PersonView view, int years) {
        if (view.age() < years) {
            throw new RefusedException(
                    PopulationRefusal.UNDER_AGE, who + " is not " + years + " years old on the effective day");
        }
    }

    static void refuseRestricted(String who, PersonView view) {
        if (view.restriction() != null) {
            throw new RefusedException(
                    PopulationRefusal.CAPACITY_RESTRICTED,
                    who + " has restricted active legal capacity on the effective day");
        }
    }

    static void refuseAbsent(String who, PersonView view) {
        if (!view.isResident()) {
            throw new RefusedException(
                    PopulationRefusal.NOT_RESIDENT, who + " has no residence in the country on the effective day");
        }
    }

    static void refuseUnchanged(boolean unchanged, String what) {
        if (unchanged) {
            throw new RefusedException(PopulationRefusal.NOTHING_CHANGES, what + " is so already");
        }
    }

    static void refuseSelf(String code, String other) {
        if (code.equals(other)) {
            throw new RefusedException(PopulationRefusal.SELF_RELATION, "the two are one and the same");
        }
    }
}
