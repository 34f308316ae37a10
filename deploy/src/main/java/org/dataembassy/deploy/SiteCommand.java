package org.dataembassy.deploy;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * How the embassy's site service is started.
 *
 * <p>Its process finds the path of the log file that it should write in the variable {@value #LOG_FILE_VARIABLE} of its
 * environment.
 *
 * @param command the command line; it holds no secrets, since any user of the machine can read it
 * @param readiness an address that answers GET with 200 once the service is ready
 */
public record SiteCommand(List<String> command, URI readiness) {

    /** The environment variable that names the log file a process is expected to write. */
    public static final String LOG_FILE_VARIABLE = "EMBASSY_LOG_FILE";

    /** Refuses an empty command. */
    public SiteCommand {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("the site service's command is empty");
        }
        Objects.requireNonNull(readiness, "readiness");
    }
}
