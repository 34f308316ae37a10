package org.dataembassy.deploy;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How a part is.
 *
 * @param part which
 * @param state how
 * @param pid the number of its process, if one runs
 * @param logFile its newest log file
 */
public record PartStatus(Part part, State state, OptionalLong pid, Path logFile) {

    /** States of a part. */
    public enum State {
        /** It runs and does its work. */
        READY,
        /** Its process runs but doesn't answer, or says that it isn't ready. */
        NOT_READY,
        /** It was stopped on purpose and stays so. */
        STOPPED,
        /** Its process has ended though nobody stopped it. */
        DEAD
    }
}
