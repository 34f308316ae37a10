package org.dataembassy.schemas.population;

import org.dataembassy.registry.population.Person;

/** The states that a decision asks for. What it answers must not change while a decision is made. */
@FunctionalInterface
public interface KnownPersons {

    /**
     * The state of a person.
     *
     * @return null if the code is not known
     */
    Person find(String code);
}
