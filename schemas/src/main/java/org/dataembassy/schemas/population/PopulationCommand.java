package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityRestriction;
import org.dataembassy.registry.population.CitizenshipGain;
import org.dataembassy.registry.population.CitizenshipLoss;
import org.dataembassy.registry.population.Death;
import org.dataembassy.registry.population.Emigration;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEnd;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.schemas.Recording;

/**
 * What a primary may be asked to record of a person. Where two are concerned, one command records it of both: the events
 * it leads to share a case.
 *
 * <p>{@code recording.corrects} is for {@link CorrectRecord} alone.
 */
public sealed interface PopulationCommand {

    /** The personal code of the person whom it is about. */
    String code();

    /** When, by whom and on what basis; its event id is that of the first event. */
    Recording recording();

    /** Registers a newborn, and of its parents in the register that they have a child. */
    record RegisterBirth(String code, Recording recording, Birth birth) implements PopulationCommand {}

    /** Takes in somebody not born into the register. */
    record EnrolPerson(String code, Recording recording, Enrolment enrolment) implements PopulationCommand {}

    /** Gives somebody another name. */
    record ChangeName(String code, Recording recording, Naming naming) implements PopulationCommand {}

    /** Gives somebody another home in the country. */
    record ChangeResidence(String code, Recording recording, Residence residence) implements PopulationCommand {}

    /** Marries two, of whom one may be foreign. */
    record RegisterMarriage(String code, Recording recording, Marriage marriage) implements PopulationCommand {}

    /**
     * Ends a marriage by divorce. The death of a spouse ends it with {@link RegisterDeath}; only that of one who isn't in
     * the register is recorded here.
     */
    record EndMarriage(String code, Recording recording, MarriageEnd end) implements PopulationCommand {}

    /**
     * Establishes who is a parent.
     *
     * @param code the child's
     * @param inPlaceOf the parent whose place it is, or null
     */
    record EstablishParenthood(
            String code, Recording recording, Relative parent, ParenthoodGround ground, Relative inPlaceOf)
            implements PopulationCommand {
        public EstablishParenthood {
            Objects.requireNonNull(parent, "parent");
            Objects.requireNonNull(ground, "ground");
        }
    }

    /**
     * Appoints a guardian.
     *
     * @param code the ward's
     * @param until the first day on which it no longer holds, or null
     */
    record EstablishGuardianship(
            String code, Recording recording, GuardianshipParty guardian, GuardianshipKind kind, LocalDate until)
            implements PopulationCommand {
        public EstablishGuardianship {
            Objects.requireNonNull(guardian, "guardian");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /** Ends a guardianship; {@code code} is the ward's. */
    record EndGuardianship(String code, Recording recording, GuardianshipParty guardian, GuardianshipEndGround ground)
            implements PopulationCommand {
        public EndGuardianship {
            Objects.requireNonNull(guardian, "guardian");
            Objects.requireNonNull(ground, "ground");
        }
    }

    record AcquireCitizenship(String code, Recording recording, CitizenshipGain gain) implements PopulationCommand {}

    record LoseCitizenship(String code, Recording recording, CitizenshipLoss loss) implements PopulationCommand {}

    /** Restricts somebody's active legal capacity, changes the restriction, or lifts it. */
    record RestrictCapacity(String code, Recording recording, CapacityRestriction restriction)
            implements PopulationCommand {}

    record RecordEmigration(String code, Recording recording, Emigration emigration) implements PopulationCommand {}

    /** Registers a death on {@code recording.effectiveOn}, and of spouse, guardians and wards that they have lost them. */
    record RegisterDeath(String code, Recording recording, Death death) implements PopulationCommand {}

    /**
     * Puts right what {@code recording.corrects} names. Of a case with several people, each record is put right by a
     * command of its own.
     *
     * @param replacement the body of an event of the same kind; null if nothing takes the event's place
     */
    record CorrectRecord(String code, Recording recording, String reason, SpecificRecord replacement)
            implements PopulationCommand {}
}
