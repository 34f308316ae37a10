package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this program again as another process, with the class path of this one. */
final class ProgramCommand {
    /** More options for the JVM of the site service, parted by spaces. */
    private static final String JAVA_OPTIONS_VARIABLE = "EMBASSY_SERVICE_JAVA_OPTS";

    private ProgramCommand() {}

    /**
     * @param heapMegabytes largest heap
     * @param logging resource that configures the log
     * @param arguments of the program
     */
    static List<String> ofThisProgram(int heapMegabytes, String logging, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        // What a block makes is gone after it: the more room, the less often what lives is looked through.
        command.add("-Xmn" + heapMegabytes / 2 + "m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Xshare:auto");
        String more = System.getenv(JAVA_OPTIONS_VARIABLE);
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        command.add("-Dlogback.configurationFile=" + logging);
        String home = System.getProperty("embassy.home");
        if (home != null) {
            command.add("-Dembassy.home=" + home);
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
