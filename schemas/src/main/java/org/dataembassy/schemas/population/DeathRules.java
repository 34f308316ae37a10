package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.DeathRegistered;
import org.dataembassy.registry.population.DivorceRegistered;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipEnded;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.schemas.population.PopulationCommand.RegisterDeath;

/**
 * What a death ends in the records of others. A death can always be registered: where another's record doesn't point
 * back, it's left alone.
 */
final class DeathRules {

    private DeathRules() {}

    static void registerDeath(Case events, RegisterDeath command) {
        Person dead = events.require("code", command.code());
        events.add(command.code(), meta -> new DeathRegistered(meta, command.death()));
        widow(events, dead);
        for (PersonGuardianship guardianship : dead.getGuardianships()) {
            String other = guardianship.getParty().getPersonalCode();
            if (guardianship.getEffect() == Effect.BEGINS && isLiving(events, other)) {
                bereave(events, dead, guardianship, events.find(other));
            }
        }
    }

    private static void widow(Case events, Person dead) {
        PersonMarriage marriage = events.view(dead).marriage();
        String spouse = marriage == null ? null : marriage.getSpouse().getPersonalCode();
        Relative lost = new Relative(dead.getCode(), null);
        if (isLiving(events, spouse) && events.view(events.find(spouse)).isMarriedTo(lost)) {
            MarriageEnd end = new MarriageEnd(lost, MarriageEndGround.SPOUSE_DIED);
            events.add(spouse, meta -> new DivorceRegistered(meta, end));
        }
    }

    /** Ends a guardianship in the other's record. One that was to begin later is annulled there: an end before it can't end it. */
    private static void bereave(Case events, Person dead, PersonGuardianship guardianship, Person other) {
        GuardianshipRelation relation = guardianship.getRelation();
        GuardianshipRelation wasToOther =
                relation == GuardianshipRelation.WARD ? GuardianshipRelation.GUARDIAN : GuardianshipRelation.WARD;
        GuardianshipParty lost = new GuardianshipParty(dead.getCode(), null, null);
        PersonView view = events.view(dead);
        if (view.guardianship(relation, guardianship.getParty()) == guardianship
                && events.view(other).isGuardianship(wasToOther, lost)) {
            GuardianshipEnd end = new GuardianshipEnd(wasToOther, lost, GuardianshipEndGround.DIED);
            events.add(other.getCode(), meta -> new GuardianshipEnded(meta, end));
        }
        if (PersonView.inTheEnd(dead).guardianship(relation, guardianship.getParty()) == guardianship) {
            annulLater(events, other, wasToOther, lost);
        }
    }

    private static void annulLater(Case events, Person other, GuardianshipRelation relation, GuardianshipParty lost) {
        PersonGuardianship later = PersonView.inTheEnd(other).guardianship(relation, lost);
        PersonEvent said = later == null ? null : PersonEvents.numbered(other.getEvents(), later.getEvent());
        PersonEvent original = said == null ? null : PersonEvents.numbered(other.getEvents(), said.getRecord());
        long day = events.recording().effectiveOn().toEpochDay();
        if (original == null || said.getEffectiveOn() <= day) {
            return;
        }
        events.add(other.getCode(), meta -> {
            meta.setCorrects(EventIds.uuid(original.getEventId()).toString());
            return new RecordCorrected(meta, "death before it began", null);
        });
    }

    private static boolean isLiving(Case events, String code) {
        Person person = events.find(code);
        return person != null && !PersonView.inTheEnd(person).isDead();
    }
}
