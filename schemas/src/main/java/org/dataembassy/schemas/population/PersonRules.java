package org.dataembassy.schemas.population;

import java.util.Objects;
import java.util.UUID;
import org.dataembassy.registry.population.ActiveLegalCapacityRestricted;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CitizenshipAcquired;
import org.dataembassy.registry.population.CitizenshipLost;
import org.dataembassy.registry.population.EmigrationRecorded;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.NameChanged;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonEnrolled;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.population.PopulationCommand.AcquireCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.ChangeName;
import org.dataembassy.schemas.population.PopulationCommand.ChangeResidence;
import org.dataembassy.schemas.population.PopulationCommand.CorrectRecord;
import org.dataembassy.schemas.population.PopulationCommand.EnrolPerson;
import org.dataembassy.schemas.population.PopulationCommand.LoseCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.RecordEmigration;
import org.dataembassy.schemas.population.PopulationCommand.RestrictCapacity;

/** What may be recorded of one person alone. */
final class PersonRules {

    private PersonRules() {}

    static void enrol(Case events, EnrolPerson command) {
        Enrolment enrolment = command.enrolment();
        Rules.refuseName(enrolment.getName());
        events.add(command.code(), meta -> new PersonEnrolled(meta, enrolment));
        enrolment.getParents().forEach(parent -> FamilyRules.enrolChild(events, command.code(), parent));
    }

    static void changeName(Case events, ChangeName command) {
        Person person = living(events, command.code());
        Rules.refuseName(command.naming().getName());
        PersonNaming naming = events.view(person).naming();
        Rules.refuseUnchanged(
                naming != null && naming.getName().equals(command.naming().getName()), "the name");
        events.add(command.code(), meta -> new NameChanged(meta, command.naming()));
    }

    static void changeResidence(Case events, ChangeResidence command) {
        Person person = living(events, command.code());
        PersonResidence residence = events.view(person).residence();
        Rules.refuseUnchanged(
                residence != null && command.residence().equals(residence.getResidence()), "the residence");
        events.add(command.code(), meta -> new ResidenceChanged(meta, command.residence()));
    }

    static void acquireCitizenship(Case events, AcquireCitizenship command) {
        living(events, command.code());
        events.add(command.code(), meta -> new CitizenshipAcquired(meta, command.gain()));
    }

    static void loseCitizenship(Case events, LoseCitizenship command) {
        living(events, command.code());
        events.add(command.code(), meta -> new CitizenshipLost(meta, command.loss()));
    }

    /** The capacity of a minor is limited by law, and needs no court. */
    static void restrictCapacity(Case events, RestrictCapacity command) {
        PersonView view = events.view(living(events, command.code()));
        CapacityExtent extent = command.restriction().getExtent();
        if (extent != CapacityExtent.LIFTED) {
            Rules.refuseUnder("the person", view, PersonView.MAJORITY);
        }
        if (extent == CapacityExtent.PARTIAL) {
            Rules.refuseEmpty("matters", command.restriction().getMatters());
        }
        if (command.restriction().getUntil() != null
                && !command.restriction().getUntil().isAfter(events.recording().effectiveOn())) {
            throw new RefusedException(
                    PopulationRefusal.MALFORMED_FIELD, "until: expected a day after the effective day");
        }
        PersonCapacity standing = view.restriction();
        Rules.refuseUnchanged(
                standing != null
                        && standing.getExtent() == extent
                        && standing.getWithoutVote() == command.restriction().getWithoutVote()
                        && Objects.equals(
                                standing.getMatters(), command.restriction().getMatters())
                        && Objects.equals(
                                PersonJson.date(standing.getUntil()),
                                command.restriction().getUntil()),
                "the restriction");
        events.add(command.code(), meta -> new ActiveLegalCapacityRestricted(meta, command.restriction()));
    }

    static void emigrate(Case events, RecordEmigration command) {
        Person person = living(events, command.code());
        PersonView view = events.view(person);
        if (!view.isAbroad()) {
            Rules.refuseAbsent("the person", view);
        }
        events.add(command.code(), meta -> new EmigrationRecorded(meta, command.emigration()));
    }

    /** The dead have records to be put right too. */
    static void correct(Case events, CorrectRecord command) {
        Person person = events.require("code", command.code());
        Rules.refuseEmpty("reason", command.reason());
        Rules.refuseOverlong("reason", command.reason(), PopulationForms.MAX_REASON);
        refuseReplacedName(command);
        UUID corrects = EventIds.parse(events.recording().corrects());
        PersonEvent target = corrects == null ? null : PersonEvents.withId(person.getEvents(), corrects);
        if (target != null && command.replacement() == null) {
            Rules.refuseUnchanged(isGone(person, target), "what corrects names");
        }
        events.add(command.code(), meta -> new RecordCorrected(meta, command.reason(), command.replacement()));
    }

    private static void refuseReplacedName(CorrectRecord command) {
        if (command.replacement() instanceof Birth birth) {
            Rules.refuseName(birth.getName());
        } else if (command.replacement() instanceof Enrolment enrolment) {
            Rules.refuseName(enrolment.getName());
        } else if (command.replacement() instanceof Naming naming) {
            Rules.refuseName(naming.getName());
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

    private static Person living(Case events, String code) {
        Person person = events.require("code", code);
        Rules.refuseDead("the person", person);
        return person;
    }
}
