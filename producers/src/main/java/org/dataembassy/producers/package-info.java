/**
 * For registry services: {@link org.dataembassy.producers.RegistryPublisher} takes the events of one registry, gathers
 * them into blocks, and answers with receipts.
 *
 * <p>Not here: sealing, the seal journal and Kafka transactions (ledger-kafka), what events mean (schemas), files of
 * legislation (the package {@code legislation} below).
 */
package org.dataembassy.producers;
