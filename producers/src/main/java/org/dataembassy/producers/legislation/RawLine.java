package org.dataembassy.producers.legislation;

/**
 * One line as it lies in the input, without its end.
 *
 * @param number from 1
 * @param bytes not to be modified
 */
record RawLine(long number, byte[] bytes) {}
