package org.dataembassy.schemas.population;

/**
 * Rules that a recorded event can break. The event is applied as far as the text of each says; the names are kept in
 * states and never change. For each there is a {@link PopulationRefusal} of the same name: a primary records nothing that
 * would count here.
 */
public enum PopulationAnomaly {
    /** An event of somebody neither born nor enrolled: applied. */
    UNKNOWN_PERSON,
    /** A birth or an enrolment of somebody who has one that it doesn't correct: applied; the later one counts. */
    REGISTERED_TWICE,
    /** Code, sex, day of birth and effective day don't say the same, or the code isn't one: applied. */
    CODE_MISMATCH,
    /** An effective day before the day of birth: applied. */
    BEFORE_BIRTH,
    /** An effective day after that of the death: applied; it shows in no answer but the names and the family. */
    AFTER_DEATH,
    /** A death of somebody dead: applied; the earlier day counts. */
    DIED_TWICE,
    /** A relation with oneself: not applied. */
    SELF_RELATION,
    /** A marriage of somebody married on that day: applied; the later marriage is the one shown. */
    ALREADY_MARRIED,
    /** The end of a marriage that isn't known to exist on that day: applied. */
    NOT_MARRIED,
    /** A third parent: applied. */
    TOO_MANY_PARENTS,
    /** A parent not born before the child, as the two codes say: applied. */
    PARENT_NOT_OLDER,
    /** The beginning of a parenthood or guardianship that holds already: applied. */
    RELATION_KNOWN,
    /** The end of a parenthood or guardianship that doesn't hold: applied. */
    RELATION_UNKNOWN,
    /** A citizenship acquired that is held already: applied. */
    CITIZENSHIP_HELD,
    /** A citizenship lost that isn't held: applied. */
    CITIZENSHIP_NOT_HELD,
    /** A restriction lifted that there isn't: applied. */
    NOT_RESTRICTED,
    /** An emigration of somebody abroad: applied. */
    EMIGRATED_TWICE,
    /** A correction of an event that isn't known: applied as if it corrected nothing. */
    CORRECTED_EVENT_UNKNOWN,
    /** A correction that says something of another kind than what it corrects: applied. */
    CORRECTION_OF_ANOTHER_KIND,
    /** An event id that this person's state already knows: not applied. */
    EVENT_ID_REPEATED,
    /** A time of recording before that of the person's event before: applied; the later time stays. */
    TIME_RUNS_BACKWARDS,
    /** A country, municipality, dwelling, related code or such of a wrong form, or a name missing: applied as it is. */
    MALFORMED_FIELD,
    /** A field or a list longer than its limit: cut off in the state; the event in the ledger has it whole. */
    OVERLONG_FIELD
}
