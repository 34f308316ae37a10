/**
 * The typed catalogue of topics: names, content, partitions and settings, and the check that a cluster has them so.
 *
 * <p>Not here: MirrorMaker's configuration (deploy), topics of the site service's stores (streams-app).
 */
package org.dataembassy.ledger.kafka.topics;
