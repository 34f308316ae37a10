/**
 * The events and the state of the population register, made from {@code src/main/avro/population}. Generated records
 * only: what they mean is in {@link org.dataembassy.schemas.population}.
 */
package org.dataembassy.registry.population;
