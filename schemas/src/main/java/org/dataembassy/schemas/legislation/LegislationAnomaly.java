package org.dataembassy.schemas.legislation;

/**
 * Rules that a recorded event can break. The event is applied as far as the text of each says; the names are kept in
 * states and never change.
 */
public enum LegislationAnomaly {
    /** A publication of an act that is known and that it does not correct: applied as a further version. */
    PUBLISHED_TWICE,
    /** An amendment of an act that has no text: applied as its first version. */
    AMENDED_UNKNOWN_ACT,
    /** A new text that would come into force when the act is no longer: kept as a version; the repeal stands. */
    CHANGED_AFTER_REPEAL,
    /** A repeal of an act that has no text: recorded. */
    REPEALED_UNKNOWN_ACT,
    /** A repeal of a repealed act that does not correct the first: the earlier of the two days counts. */
    REPEALED_TWICE,
    /** An entry into force or a corrigendum for a version that is not known or does not stand: not applied. */
    UNKNOWN_VERSION,
    /** A corrigendum that changes nothing: not applied. */
    EMPTY_CORRIGENDUM,
    /** A correction of an event that is not known or does not stand: applied as if it corrected nothing. */
    CORRECTS_UNKNOWN_EVENT,
    /** An event id that this act's state already knows: not applied. */
    REPEATED_EVENT_ID,
    /** A new version without text: applied. */
    EMPTY_TEXT,
    /** A time of recording before that of the act's event before: applied; the later time stays. */
    TIME_RUNS_BACKWARDS,
    /** An act id, ELI, gazette reference, document type or language of a wrong form: applied as it is. */
    MALFORMED_FIELD,
    /** A field longer than its limit: cut off in the state; the event in the ledger has it whole. */
    OVERLONG_FIELD
}
