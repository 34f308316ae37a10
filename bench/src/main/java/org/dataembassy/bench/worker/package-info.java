/**
 * What runs in processes of its own while it is measured: each task gets an order, does its work once to warm up and once
 * on the clock, and leaves an outcome. A process of its own, so that heap and CPU are the task's alone, and neither side
 * of a comparison runs in a JVM that the other has warmed.
 *
 * <p>Not here: which tasks are compared, and in which order ({@code org.dataembassy.bench}).
 */
package org.dataembassy.bench.worker;
