/**
 * The population register: what its events do to a person ({@link
 * org.dataembassy.schemas.population.PopulationModel}), what a primary may record ({@link
 * org.dataembassy.schemas.population.PopulationDecisions}), and the code by which a person is known ({@link
 * org.dataembassy.schemas.population.PersonalCode}).
 *
 * <p>Not here: where events come from (producers) and how they are kept (ledger, streams-app).
 */
package org.dataembassy.schemas.population;
