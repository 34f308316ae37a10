package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Locale;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** What a failure of the target's disk means to a user. */
public final class TargetFailure {
    private TargetFailure() {}

    /** A full disk is told from everything else by what the operating system says of it. */
    public static EmbassyException of(Path target, IOException failure) {
        if (failure instanceof ClosedByInterruptException) {
            return new EmbassyException(
                    Problem.INTERRUPTED,
                    "The restore into " + target + " was interrupted; nothing of it was kept.",
                    failure);
        }
        String said = String.valueOf(failure.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("disk quota exceeded")) {
            return new EmbassyException(
                    Problem.TARGET_DISK_SHORT,
                    "The disk ran full while the restore into " + target + " was written.",
                    failure);
        }
        return new EmbassyException(
                Problem.TARGET_UNWRITABLE,
                "The target " + target + " could not be written: "
                        + failure.getClass().getSimpleName() + " (" + said + ").",
                failure);
    }
}
