package org.dataembassy.schemas.population;

/**
 * Why a command about a person is refused. The first ones are rules that the fold knows too, and are named as there
 * ({@link PopulationAnomaly}).
 */
public enum PopulationRefusal {
    /** The person has not been registered. */
    UNKNOWN_PERSON,
    /** The code has been given already. */
    REGISTERED_TWICE,
    /** Code, sex, day of birth and effective day don't say the same, or the code isn't one. */
    CODE_MISMATCH,
    /** The effective day lies before the day of birth. */
    BEFORE_BIRTH,
    /** The effective day lies after that of the death. */
    AFTER_DEATH,
    /** The person is dead already. */
    DIED_TWICE,
    /** A relation with oneself. */
    SELF_RELATION,
    /** One of the two is married already, or married later. */
    ALREADY_MARRIED,
    /** They are not married to each other on that day, or the marriage has ended since. */
    NOT_MARRIED,
    /** The child has two parents. */
    TOO_MANY_PARENTS,
    /** The parent was not born before the child. */
    PARENT_NOT_OLDER,
    /** The relation holds already. */
    RELATION_KNOWN,
    /** There is no such relation. */
    RELATION_UNKNOWN,
    /** The citizenship is held already. */
    CITIZENSHIP_HELD,
    /** The citizenship isn't held. */
    CITIZENSHIP_NOT_HELD,
    /** There is no restriction that could be lifted. */
    NOT_RESTRICTED,
    /** The person is abroad already. */
    EMIGRATED_TWICE,
    /** The event to be corrected isn't known. */
    CORRECTED_EVENT_UNKNOWN,
    /** The replacement says something of another kind than what it replaces. */
    CORRECTION_OF_ANOTHER_KIND,
    /** The event id is that of an event this person already has. */
    EVENT_ID_REPEATED,
    /** The time of recording lies before that of the person's latest event. */
    TIME_RUNS_BACKWARDS,
    /** A code or a name has not the form it should have. */
    MALFORMED_FIELD,
    /** A field is longer than its limit. */
    OVERLONG_FIELD,

    /** A field that must not be empty is. */
    MISSING_FIELD,
    /** A fact that can only have happened already lies after the day of recording. */
    IN_THE_FUTURE,
    /** The person has died. */
    PERSON_DEAD,
    /** The person has no residence in the country. */
    NOT_RESIDENT,
    /** The person, or one of them, is too young. */
    UNDER_AGE,
    /** The active legal capacity of the person, or of one of them, is restricted. */
    CAPACITY_RESTRICTED,
    /** One of the two descends from the other, or they have a parent in common. */
    CLOSE_RELATIVES,
    /** The ward needs no guardian of that kind. */
    NO_GUARDIAN_NEEDED,
    /** It is for another command. */
    WRONG_COMMAND,
    /** It is so already. */
    NOTHING_CHANGES
}
