package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Parenthood;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.RegisteredParent;
import org.dataembassy.schemas.population.PopulationCommand.CorrectRecord;

/**
 * What may be put right, and by what. A correction says what is known to be so, whatever the law would have had it be:
 * it is held to the form of what it says and to the rules of one record, not to age, residence or capacity.
 */
final class CorrectionRules {

    private CorrectionRules() {}

    /** The dead have records to be put right too. */
    static void correct(Case events, CorrectRecord command) {
        Person person = events.require("code", command.code());
        Rules.refuseEmpty("reason", command.reason());
        Rules.refuseOverlong("reason", command.reason(), PopulationForms.MAX_REASON);
        if (command.replacement() != null) {
            refuseForm(command.replacement(), events.recording().effectiveOn());
            refuseStrangers(events, command.replacement());
        }
        UUID corrects = EventIds.parse(events.recording().corrects());
        PersonEvent target = corrects == null ? null : PersonEvents.withId(person.getEvents(), corrects);
        if (target != null && command.replacement() == null) {
            Rules.refuseUnchanged(isGone(person, target), "what corrects names");
        }
        events.add(command.code(), meta -> new RecordCorrected(meta, command.reason(), command.replacement()));
    }

    private static void refuseForm(SpecificRecord body, LocalDate day) {
        if (body instanceof Birth birth) {
            Rules.refuseName(birth.getName());
            Rules.refuseTooManyParents(birth.getParents());
        } else if (body instanceof Enrolment enrolment) {
            Rules.refuseName(enrolment.getName());
            Rules.refuseTooManyParents(enrolment.getParents());
        } else if (body instanceof Naming naming) {
            Rules.refuseName(naming.getName());
        } else if (body instanceof CapacityRestriction restriction) {
            PersonRules.refuseRestriction(restriction, day);
        } else if (body instanceof Guardianship guardianship) {
            Rules.refuseTermBefore(day, guardianship.getUntil());
        }
    }

    /** Refuses a relation with a code under which nobody is registered. */
    private static void refuseStrangers(Case events, SpecificRecord body) {
        if (body instanceof Birth birth) {
            refuseStrangers(events, birth.getParents());
        } else if (body instanceof Enrolment enrolment) {
            refuseStrangers(events, enrolment.getParents());
        } else if (body instanceof Marriage marriage) {
            refuseStranger(events, "spouse", marriage.getSpouse().getPersonalCode());
        } else if (body instanceof MarriageEnd end) {
            refuseStranger(events, "spouse", end.getSpouse().getPersonalCode());
        } else if (body instanceof Parenthood parenthood) {
            refuseStranger(events, "relative", parenthood.getRelative().getPersonalCode());
        } else if (body instanceof Guardianship guardianship) {
            refuseStranger(events, "party", guardianship.getParty().getPersonalCode());
        } else if (body instanceof GuardianshipEnd end) {
            refuseStranger(events, "party", end.getParty().getPersonalCode());
        }
    }

    private static void refuseStrangers(Case events, List<RegisteredParent> parents) {
        for (RegisteredParent parent : parents) {
            refuseStranger(events, "parent", parent.getRelative().getPersonalCode());
        }
    }

    private static void refuseStranger(Case events, String field, String code) {
        if (code != null) {
            events.require(field, code);
        }
    }

    /** Whether an original event is annulled already, or a correction taken back. */
    private static boolean isGone(Person person, PersonEvent target) {
        boolean original = target.getRecord() == target.getNumber();
        for (PersonEvent event : person.getEvents()) {
            boolean versionStands =
                    event.getStands() && event.getTakesBack() < 0 && event.getRecord() == target.getRecord();
            if (original && versionStands) {
                return !PersonRecords.saysAnything(person, event.getNumber());
            }
            if (!original && event.getStands() && event.getTakesBack() == target.getNumber()) {
                return true;
            }
        }
        return false;
    }
}
