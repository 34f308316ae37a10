/**
 * The figures of a run: which rows there are and what each must hold, medians and ranges over the rounds, the table for
 * people and the JSON for programs.
 *
 * <p>Not here: how a figure comes about ({@code org.dataembassy.bench}).
 */
package org.dataembassy.bench.report;
