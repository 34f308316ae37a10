package org.dataembassy.restorer.report;

import org.dataembassy.ledger.Digest;

/**
 * A file of the target.
 *
 * @param name in the target folder
 * @param records states, parts or events in it
 */
public record WrittenFile(String name, long records, long bytes, Digest sha256) {}
