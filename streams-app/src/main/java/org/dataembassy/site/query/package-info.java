/**
 * Answers from the stores, each with its provenance: an entity as it is, as it was recorded at a time, as it is in force
 * on a day, its history, lookups, the digest of a whole registry. What isn't in the stores is read again from the ledger
 * and checked against the stored leaves.
 *
 * <p>Not here: HTTP and JSON (http), writing anything.
 */
package org.dataembassy.site.query;
