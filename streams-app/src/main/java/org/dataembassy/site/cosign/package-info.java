/**
 * What this site makes of the other site's checkpoints: compares them with what it has verified itself, cosigns those that
 * hold, remembers what it has signed, keeps those that contradict, and speaks up when one stays ahead.
 *
 * <p>Not here: the form of notes and cosignatures (ledger.note), reading topics (ledger.kafka.control), the halt of a
 * partition, which blocks decide and checkpoints never do (verify).
 */
package org.dataembassy.site.cosign;
