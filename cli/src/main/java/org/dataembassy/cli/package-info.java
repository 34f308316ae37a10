/**
 * The verbs of {@code bin/embassy}: they read options, call one service of another module, and print. What a verb does
 * lives in that module, never here; the one exception is the demo, which is a story told with the other verbs' parts.
 */
package org.dataembassy.cli;
