/**
 * The country that is measured in: the processes of a local country in a folder of their own, with the topics of the plain
 * side beside the ledger's; its parts are started and stopped as a measurement needs them.
 *
 * <p>Not here: what is measured ({@code org.dataembassy.bench}).
 */
package org.dataembassy.bench.country;
