package org.dataembassy.schemas.legislation;

/** Why a command about an act is refused. */
public enum LegislationRefusal {
    /** The act id, or another identifier, has not the form it should have. */
    MALFORMED_FIELD,
    /** A field that must not be empty is. */
    MISSING_FIELD,
    /** A field is longer than its limit. */
    OVERLONG_FIELD,
    /** The event would be larger than a ledger takes. */
    EVENT_TOO_LARGE,
    /** The event id is that of an event this act already has. */
    EVENT_ID_REPEATED,
    /** The time of recording lies before that of the act's latest event. */
    TIME_RUNS_BACKWARDS,
    /** The event to be corrected is not known, or no longer stands. */
    CORRECTED_EVENT_UNKNOWN,
    /** The act has been published already. */
    ALREADY_PUBLISHED,
    /** The act has not been published. */
    ACT_UNKNOWN,
    /** On that day the act is no longer in force. */
    ACT_REPEALED,
    /** A repeal of the act already stands. */
    ALREADY_REPEALED,
    /** The act has no such version, or it no longer stands. */
    VERSION_UNKNOWN,
    /** It is so already. */
    NOTHING_CHANGES
}
