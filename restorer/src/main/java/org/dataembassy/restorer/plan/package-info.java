/**
 * What a position comes to in a given ledger: which topics are read how far, and where each partition stops. Pure.
 *
 * <p>Not here: the position itself ({@code position}), reading ({@code replay}), writing ({@code target}).
 */
package org.dataembassy.restorer.plan;
