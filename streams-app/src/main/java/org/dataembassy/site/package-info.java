/**
 * The site service, the same at home and at the embassy: {@link org.dataembassy.site.SiteService} starts and ends it,
 * {@link org.dataembassy.site.SiteConfig} says how.
 *
 * <p>A block's way: {@code topology} reads it, {@code verify} accepts it, {@code materialise} computes states, {@code
 * store} keeps them, {@code query} answers from them, {@code http} serves the answers; {@code status} knows how it all
 * does.
 *
 * <p>Not here: the rules of acceptance (ledger), topics and readers (ledger-kafka), the meaning of events (schemas), the
 * command line (cli).
 */
package org.dataembassy.site;
