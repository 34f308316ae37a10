package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipEnded;
import org.dataembassy.registry.population.GuardianshipEstablished;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.Person;
import org.dataembassy.schemas.population.PopulationCommand.EndGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.EstablishGuardianship;

/** Who may be the guardian of whom (Estonian Family Law Act, sections 171 to 208). */
final class GuardianshipRules {

    private GuardianshipRules() {}

    static void establish(Case events, EstablishGuardianship command) {
        GuardianshipParty guardian = command.guardian();
        Rules.refuseSelf(command.code(), guardian.getPersonalCode());
        Person ward = events.require("code", command.code());
        Rules.refuseDead("the ward", ward);
        refuseNotNeeded(events.view(ward), command.kind());
        Rules.refuseTermBefore(events.recording().effectiveOn(), command.until());
        add(events, command.code(), command, GuardianshipRelation.GUARDIAN, guardian);
        if (guardian.getPersonalCode() != null) {
            refuseUnfit(events, events.require("guardian", guardian.getPersonalCode()));
            GuardianshipParty wardParty = new GuardianshipParty(command.code(), null, null);
            add(events, guardian.getPersonalCode(), command, GuardianshipRelation.WARD, wardParty);
        }
    }

    private static void refuseNotNeeded(PersonView ward, GuardianshipKind kind) {
        boolean minor = ward.age() < PersonView.MAJORITY;
        boolean needed = kind == GuardianshipKind.MINOR ? minor : !minor && ward.restriction() != null;
        if (!needed) {
            throw new RefusedException(
                    PopulationRefusal.NO_GUARDIAN_NEEDED,
                    kind == GuardianshipKind.MINOR
                            ? "the ward is of age on the effective day"
                            : "the ward is no adult with restricted active legal capacity on the effective day");
        }
    }

    private static void refuseUnfit(Case events, Person guardian) {
        PersonView view = events.view(guardian);
        Rules.refuseDead("the guardian", guardian);
        Rules.refuseUnder("the guardian", view, PersonView.MAJORITY);
        Rules.refuseRestricted("the guardian", view);
        Rules.refuseAbsent("the guardian", view);
    }

    private static void add(
            Case events,
            String code,
            EstablishGuardianship command,
            GuardianshipRelation relation,
            GuardianshipParty party) {
        Guardianship guardianship = new Guardianship(relation, party, command.kind(), command.until());
        events.add(code, meta -> new GuardianshipEstablished(meta, guardianship));
    }

    static void end(Case events, EndGuardianship command) {
        GuardianshipParty guardian = command.guardian();
        Rules.refuseSelf(command.code(), guardian.getPersonalCode());
        Person ward = events.require("code", command.code());
        if (command.ground() == GuardianshipEndGround.DIED && guardian.getPersonalCode() != null) {
            throw new RefusedException(
                    PopulationRefusal.WRONG_COMMAND,
                    "ground: the death of a registered guardian ends it, RegisterDeath");
        }
        if (!events.view(ward).isGuardianship(GuardianshipRelation.GUARDIAN, guardian)) {
            throw new RefusedException(
                    PopulationRefusal.RELATION_UNKNOWN, "guardian: not a guardian of the ward on the effective day");
        }
        GuardianshipEnd end = new GuardianshipEnd(GuardianshipRelation.GUARDIAN, guardian, command.ground());
        events.add(command.code(), meta -> new GuardianshipEnded(meta, end));
        if (guardian.getPersonalCode() != null) {
            events.require("guardian", guardian.getPersonalCode());
            GuardianshipParty wardParty = new GuardianshipParty(command.code(), null, null);
            GuardianshipEnd seenFromOther = new GuardianshipEnd(GuardianshipRelation.WARD, wardParty, command.ground());
            events.add(guardian.getPersonalCode(), meta -> new GuardianshipEnded(meta, seenFromOther));
        }
    }
}
