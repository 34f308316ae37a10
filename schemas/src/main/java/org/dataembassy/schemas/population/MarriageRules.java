package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.DivorceRegistered;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.MarriageRegistered;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.schemas.population.PopulationCommand.EndMarriage;
import org.dataembassy.schemas.population.PopulationCommand.RegisterMarriage;

/** Who may marry whom, and how a marriage ends while both live (Estonian Family Law Act, sections 1 to 6 and 64 to 67). */
final class MarriageRules {

    private static final int MARRIAGEABLE = 18;

    private MarriageRules() {}

    static void marry(Case events, RegisterMarriage command) {
        Marriage marriage = command.marriage();
        Relative spouse = marriage.getSpouse();
        Rules.refuseSelf(command.code(), spouse.getPersonalCode());
        Person first = events.require("code", command.code());
        refuseUnfit("the first", events, first);
        events.add(command.code(), meta -> new MarriageRegistered(meta, marriage));
        if (spouse.getPersonalCode() == null) {
            Rules.refuseAbsent("the only one registered of the two", events.view(first));
            return;
        }
        Person second = events.require("spouse", spouse.getPersonalCode());
        refuseUnfit("the second", events, second);
        if (!events.view(first).isResident()) {
            Rules.refuseAbsent("neither of the two lives in the country: the second", events.view(second));
        }
        Descent.refuseRelated(events, first, second);
        Marriage seenFromOther =
                new Marriage(new Relative(command.code(), null), marriage.getCountry(), marriage.getPlace());
        events.add(spouse.getPersonalCode(), meta -> new MarriageRegistered(meta, seenFromOther));
    }

    private static void refuseUnfit(String who, Case events, Person person) {
        PersonView view = events.view(person);
        Rules.refuseDead(who, person);
        Rules.refuseUnder(who, view, MARRIAGEABLE);
        Rules.refuseRestricted(who, view);
        long day = events.recording().effectiveOn().toEpochDay();
        PersonView all = PersonView.inTheEnd(person);
        // Also one that begins later: which of the two is wrong, a correction must say.
        if (view.marriage() != null || view.isMarriedToSomebodyUnknown() || all.hasMarriedAfter(day)) {
            throw new RefusedException(PopulationRefusal.ALREADY_MARRIED, who + " is married, or married later");
        }
    }

    static void end(Case events, EndMarriage command) {
        MarriageEnd end = command.end();
        String other = end.getSpouse().getPersonalCode();
        Rules.refuseSelf(command.code(), other);
        Person first = events.require("code", command.code());
        Rules.refuseDead("the first", first);
        if (end.getGround() == MarriageEndGround.SPOUSE_DIED && other != null) {
            throw new RefusedException(
                    PopulationRefusal.WRONG_COMMAND, "ground: the death of a registered spouse ends it, RegisterDeath");
        }
        refuseEnded(events, first, end.getSpouse());
        events.add(command.code(), meta -> new DivorceRegistered(meta, end));
        if (other == null) {
            return;
        }
        Person second = events.require("spouse", other);
        Rules.refuseDead("the second", second);
        MarriageEnd seenFromOther = new MarriageEnd(new Relative(command.code(), null), end.getGround());
        events.add(other, meta -> new DivorceRegistered(meta, seenFromOther));
    }

    /** The marriage of that day must be one that nothing has ended later: it would end twice. */
    private static void refuseEnded(Case events, Person first, Relative spouse) {
        PersonMarriage ofTheDay = events.view(first).marriageTo(spouse);
        if (ofTheDay == null || ofTheDay != PersonView.inTheEnd(first).marriageTo(spouse)) {
            throw new RefusedException(
                    PopulationRefusal.NOT_MARRIED,
                    "the two are not married on the effective day, or it has ended later");
        }
    }
}
