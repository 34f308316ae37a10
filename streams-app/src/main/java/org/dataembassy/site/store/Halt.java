package org.dataembassy.site.store;

import java.time.Instant;

/**
 * A partition stands still.
 *
 * @param detail what exactly, naming blocks and digests; never content
 */
public record Halt(HaltReason reason, String detail, Instant since) {}
