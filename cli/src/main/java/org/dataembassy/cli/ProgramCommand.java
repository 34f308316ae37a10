package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs this program again as another process, with the class path of this one. */
final class ProgramCommand {
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
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Xshare:auto");
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
