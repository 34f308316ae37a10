/**
 * How a Kafka process is started on this machine: where its jars lie, what a broker of ours is configured with, and a
 * real broker for tests.
 *
 * <p>Here: the location of the jars ({@link org.dataembassy.kafka.runtime.KafkaRuntime}), the settings of a broker
 * ({@link org.dataembassy.kafka.runtime.BrokerSettings}), the main class of a broker's process
 * ({@link org.dataembassy.kafka.runtime.BrokerMain}) and of MirrorMaker's
 * ({@link org.dataembassy.kafka.runtime.MirrorMakerMain}), and the broker that tests start
 * ({@link org.dataembassy.kafka.runtime.LocalBroker}).
 *
 * <p>Not here: topics, ledgers, MirrorMaker's configuration, and the local country, which supervises its processes and
 * lives in {@code org.dataembassy.deploy}. This module depends on no other module of the project, so that any of them may
 * test against a real broker.
 */
package org.dataembassy.kafka.runtime;
