package org.dataembassy.restorer;

import java.nio.file.Path;
import java.util.Set;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.target.TargetFormat;

/**
 * One restore.
 *
 * @param target the folder to make; must not exist, its parent must
 * @param formats at least one
 * @param history whether every event is written too, not only the states they come to
 * @param programVersion for the report
 */
public record RestoreConfig(
        LedgerAccess access,
        Position position,
        Path target,
        Set<TargetFormat> formats,
        boolean history,
        String programVersion) {
    public RestoreConfig {
        formats = Set.copyOf(formats);
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("formats: expected avro, jsonl or both");
        }
    }
}
