/**
 * What the site service keeps of a ledger and how: the layout of a partition's store, the formats of its entries, and
 * the layer that encrypts, authenticates and blinds them, so that neither the local disk nor the broker that holds the
 * changelog sees personal data, and no entry can be altered, moved or exchanged without being noticed.
 *
 * <p>Not here: what decides that an entry is written (topology), and what becomes of it in an answer (query).
 */
package org.dataembassy.site.store;
