/**
 * The language of the registries: what a registry's events mean ({@link org.dataembassy.schemas.RegistryModel}), how
 * events and states become bytes ({@link org.dataembassy.schemas.EventCodec},
 * {@link org.dataembassy.schemas.StateCodec}), and how schemas and states are fingerprinted. The Avro schemas lie in
 * {@code src/main/avro}; the classes made from them in {@code org.dataembassy.registry} and
 * {@code org.dataembassy.wire}.
 *
 * <p>Not here: sealing and verification (ledger), Kafka, HTTP, a clock, or anything that one registry alone needs (a
 * package of its own below this one).
 */
package org.dataembassy.schemas;
