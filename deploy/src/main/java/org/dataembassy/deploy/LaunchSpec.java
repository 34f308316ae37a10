package org.dataembassy.deploy;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that it takes to start a part, and to start it again later from another process.
 *
 * @param part which part
 * @param command the command line
 * @param environment variables added to those of the starting process
 * @param readiness how one can see that it is ready
 */
record LaunchSpec(Part part, List<String> command, Map<String, String> environment, Readiness readiness) {

    LaunchSpec {
        Objects.requireNonNull(part, "part");
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(readiness, "readiness");
    }
}
