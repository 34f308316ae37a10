package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import org.dataembassy.schemas.Recording;

/** What a primary may be asked to record about an act. */
public sealed interface LegislationCommand {

    String actId();

    Recording recording();

    /** Publishes an act for the first time, or anew where {@code recording.corrects} names what it replaces. */
    record Publish(String actId, Recording recording, ActContent content) implements LegislationCommand {}

    /** Gives an act a new consolidated text. */
    record Amend(String actId, Recording recording, ActContent content) implements LegislationCommand {}

    /**
     * Fixes the day on which a version comes into force.
     *
     * @param version the event id of a version that stands
     */
    record SetEntryIntoForce(String actId, Recording recording, String version, LocalDate inForceFrom, String reason)
            implements LegislationCommand {}

    /**
     * Puts right what a version says; null leaves a field as it is.
     *
     * @param version the event id of a version that stands
     */
    record PublishCorrigendum(
            String actId,
            Recording recording,
            String version,
            String abbreviation,
            String title,
            String text,
            String reason)
            implements LegislationCommand {}

    /** Repeals an act from {@code recording.effectiveOn} on. */
    record Repeal(String actId, Recording recording, String reason) implements LegislationCommand {}
}
