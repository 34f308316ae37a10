package org.dataembassy.schemas.population;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.ActiveLegalCapacityRestricted;
import org.dataembassy.registry.population.BirthRegistered;
import org.dataembassy.registry.population.CitizenshipAcquired;
import org.dataembassy.registry.population.CitizenshipLost;
import org.dataembassy.registry.population.DeathRegistered;
import org.dataembassy.registry.population.DivorceRegistered;
import org.dataembassy.registry.population.EmigrationRecorded;
import org.dataembassy.registry.population.GuardianshipEnded;
import org.dataembassy.registry.population.GuardianshipEstablished;
import org.dataembassy.registry.population.MarriageRegistered;
import org.dataembassy.registry.population.NameChanged;
import org.dataembassy.registry.population.ParenthoodEstablished;
import org.dataembassy.registry.population.PersonEnrolled;
import org.dataembassy.registry.population.PersonEventKind;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.ResidenceChanged;

/**
 * An event of the population register taken apart.
 *
 * @param body what it says; null for a correction without a replacement
 */
record PopulationEvent(EventMeta meta, PersonEventKind kind, SpecificRecord body) {

    /** Every event there is, in a fixed order. */
    static final List<Schema> SCHEMAS = List.of(
            BirthRegistered.getClassSchema(),
            PersonEnrolled.getClassSchema(),
            NameChanged.getClassSchema(),
            ResidenceChanged.getClassSchema(),
            MarriageRegistered.getClassSchema(),
            DivorceRegistered.getClassSchema(),
            ParenthoodEstablished.getClassSchema(),
            GuardianshipEstablished.getClassSchema(),
            GuardianshipEnded.getClassSchema(),
            CitizenshipAcquired.getClassSchema(),
            CitizenshipLost.getClassSchema(),
            ActiveLegalCapacityRestricted.getClassSchema(),
            EmigrationRecorded.getClassSchema(),
            DeathRegistered.getClassSchema(),
            RecordCorrected.getClassSchema());

    /** By full name: an event read under another version has that version's schema but the same name. */
    private static final Map<String, PersonEventKind> KINDS = SCHEMAS.stream()
            .collect(Collectors.toUnmodifiableMap(Schema::getFullName, s -> PersonEventKind.valueOf(s.getName())));

    /** @throws IllegalArgumentException if it is not an event of the population register */
    static PopulationEvent of(SpecificRecord event) {
        PersonEventKind kind = KINDS.get(event.getSchema().getFullName());
        if (kind == null) {
            throw new IllegalArgumentException(event.getSchema().getFullName() + " is not an event of population");
        }
        SpecificRecord body = event instanceof RecordCorrected corrected
                ? (SpecificRecord) corrected.getReplacement()
                : (SpecificRecord) event.get(1);
        return new PopulationEvent((EventMeta) event.get(0), kind, body);
    }
}
