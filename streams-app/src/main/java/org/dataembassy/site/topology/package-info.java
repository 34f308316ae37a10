/**
 * The Kafka Streams topology and its settings: for each registry of the trust root a source over all its carriers, a
 * verify and a materialise step that share one store, and the site's own topics.
 *
 * <p>Not here: what the steps do (verify, materialise).
 */
package org.dataembassy.site.topology;
