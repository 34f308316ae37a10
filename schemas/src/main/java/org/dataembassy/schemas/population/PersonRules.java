package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.Objects;
import org.dataembassy.registry.population.ActiveLegalCapacityRestricted;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipAcquired;
import org.dataembassy.registry.population.CitizenshipLost;
import org.dataembassy.registry.population.EmigrationRecorded;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.NameChanged;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonEnrolled;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.population.PopulationCommand.AcquireCitizenship;
import org.dataembassy.schemas.population.PopulationCommand.ChangeName;
import org.dataembassy.schemas.population.PopulationCommand.ChangeResidence;
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
        Rules.refuseTooManyParents(enrolment.getParents());
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
        refuseRestriction(command.restriction(), events.recording().effectiveOn());
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

    static void refuseRestriction(CapacityRestriction restriction, LocalDate day) {
        if (restriction.getExtent() == CapacityExtent.PARTIAL) {
            Rules.refuseEmpty("matters", restriction.getMatters());
        }
        if (restriction.getExtent() == CapacityExtent.LIFTED && restriction.getUntil() != null) {
            throw new RefusedException(PopulationRefusal.MALFORMED_FIELD, "until: what is lifted has no term");
        }
        Rules.refuseTermBefore(day, restriction.getUntil());
    }

    static void emigrate(Case events, RecordEmigration command) {
        Person person = living(events, command.code());
        PersonView view = events.view(person);
        if (!view.isAbroad()) {
            Rules.refuseAbsent("the person", view);
        }
        events.add(command.code(), meta -> new EmigrationRecorded(meta, command.emigration()));
    }

    private static Person living(Case events, String code) {
        Person person = events.require("code", code);
        Rules.refuseDeadBy(events.recording().effectiveOn(), "the person", person);
        return person;
    }
}
