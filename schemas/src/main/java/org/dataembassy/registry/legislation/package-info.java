/**
 * The events and the state of legislation, made from {@code src/main/avro/legislation}. Generated records only: what
 * they mean is in {@link org.dataembassy.schemas.legislation}.
 */
package org.dataembassy.registry.legislation;
