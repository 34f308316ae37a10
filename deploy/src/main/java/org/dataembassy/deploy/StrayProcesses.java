package org.dataembassy.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds processes of a local country whose files were lost, by the variable that each of them carries. */
final class StrayProcesses {

    private StrayProcesses() {}

    /** All processes of this user that belong to the country, except the one that asks. */
    static List<ProcessIdentity> of(LocalCountryLayout layout) {
        String mark = ManagedProcess.COUNTRY_VARIABLE + "=" + layout.folder();
        long self = ProcessHandle.current().pid();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.mapToLong(ProcessHandle::pid)
                    .filter(pid -> pid != self && carries(pid, mark))
                    .mapToObj(ProcessIdentity::of)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    private static boolean carries(long pid, String mark) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0", -1))
                    .contains(mark);
        } catch (IOException e) {
            // Another user's, or gone meanwhile.
            return false;
        }
    }
}
