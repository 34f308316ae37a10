/**
 * The local country: two Kafka clusters, the Schema Registry, MirrorMaker and the embassy's site service as processes of
 * this machine, with all their state in one folder.
 *
 * <p>{@link org.dataembassy.deploy.LocalCountry} is the way in. Here: what is started and with which settings
 * ({@link org.dataembassy.deploy.CountryBlueprint}), starting and ending processes
 * ({@link org.dataembassy.deploy.ManagedProcess}), keeping them up ({@link org.dataembassy.deploy.Supervisor}), and what
 * is checked before anything starts ({@link org.dataembassy.deploy.Preflight}).
 *
 * <p>Not here: what is in the topics, which topics there are, what the site service does (the caller brings these in
 * through {@link org.dataembassy.deploy.CountrySetup}), and the settings that any broker of ours has
 * ({@code org.dataembassy.kafka.runtime}).
 */
package org.dataembassy.deploy;
