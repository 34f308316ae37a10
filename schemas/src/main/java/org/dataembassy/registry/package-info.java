/**
 * What the events of all registries have in common, made from {@code src/main/avro/common}; a package below this one
 * for each registry. Generated records only: what events mean is in {@link org.dataembassy.schemas}.
 */
package org.dataembassy.registry;
