package org.dataembassy.schemas.population;

import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.Emigration;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.Guardianship;
import org.dataembassy.registry.population.GuardianshipEnd;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.Parenthood;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonEventKind;
import org.dataembassy.registry.population.Residence;

/** Of which kind a record is: an event and all that corrects it say the same kind of thing. */
final class PersonRecords {

    private PersonRecords() {}

    /**
     * Whether a body is of the kind of the record that it would correct; a record whose first event was cut takes
     * anything.
     */
    static boolean isOfKind(Person person, int record, SpecificRecord body) {
        PersonEvent first = PersonEvents.numbered(person.getEvents(), record);
        return first == null || first.getKind() == kindOf(body);
    }

    /** The kind of event that has such a body. */
    static PersonEventKind kindOf(SpecificRecord body) {
        if (body instanceof Birth) {
            return PersonEventKind.BirthRegistered;
        } else if (body instanceof Enrolment) {
            return PersonEventKind.PersonEnrolled;
        } else if (body instanceof Naming) {
            return PersonEventKind.NameChanged;
        } else if (body instanceof Residence) {
            return PersonEventKind.ResidenceChanged;
        } else if (body instanceof Marriage) {
            return PersonEventKind.MarriageRegistered;
        } else if (body instanceof MarriageEnd) {
            return PersonEventKind.DivorceRegistered;
        } else if (body instanceof Parenthood) {
            return PersonEventKind.ParenthoodEstablished;
        } else if (body instanceof Guardianship) {
            return PersonEventKind.GuardianshipEstablished;
        } else if (body instanceof GuardianshipEnd) {
            return PersonEventKind.GuardianshipEnded;
        } else if (body instanceof CitizenshipGain) {
            return PersonEventKind.CitizenshipAcquired;
        } else if (body instanceof CitizenshipLoss) {
            return PersonEventKind.CitizenshipLost;
        } else if (body instanceof CapacityRestriction) {
            return PersonEventKind.ActiveLegalCapacityRestricted;
        } else if (body instanceof Emigration) {
            return PersonEventKind.EmigrationRecorded;
        } else {
            return PersonEventKind.DeathRegistered;
        }
    }

    /** Whether any fact is filed under an event; an annulment has none. */
    static boolean saysAnything(Person person, int number) {
        return person.getOrigins().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getNames().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getCitizenships().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getResidences().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getMarriages().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getKin().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getGuardianships().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getCapacities().stream().anyMatch(fact -> fact.getEvent() == number)
                || person.getDeaths().stream().anyMatch(fact -> fact.getEvent() == number);
    }
}
