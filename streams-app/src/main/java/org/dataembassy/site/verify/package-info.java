/**
 * Where a block is accepted at a site: puts every record to the ledger's pure acceptance with the head and the leaves
 * from the store, and does what the judgement asks for: hand it on, quarantine it, park it, keep it as evidence, halt.
 * What waits is read again when the head or control has moved.
 *
 * <p>Not here: the rules themselves (ledger, {@code accept}), the fold (materialise), Kafka Streams (topology).
 */
package org.dataembassy.site.verify;
