package org.dataembassy.kafka.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of the processes that run from {@link KafkaRuntime}. The class path is not in them: it goes into the
 * variable {@value #CLASS_PATH_VARIABLE} of their environment, which keeps the process list readable.
 */
public final class KafkaCommand {

    /** The environment variable in which {@code java} looks for its class path. */
    public static final String CLASS_PATH_VARIABLE = "CLASSPATH";

    private static final int TEST_HEAP_MEGABYTES = 512;

    private KafkaCommand() {}

    /**
     * A broker that logs into a bounded set of files.
     *
     * @param serverProperties its settings, see {@link BrokerSettings#writeTo(Path)}
     * @param logFile the newest of its log files; older ones lie beside it
     * @param heapMegabytes upper bound of its heap
     * @return the command line
     */
    public static List<String> broker(Path serverProperties, Path logFile, int heapMegabytes) {
        return command(logOptions(logFile), heapMegabytes, BrokerMain.class.getName(), serverProperties);
    }

    /**
     * MirrorMaker in dedicated mode, logging into a bounded set of files. See {@link MirrorMakerMain}.
     *
     * @param mirrorProperties its configuration
     * @param targetCluster alias of the cluster it writes to
     * @param healthPort port on which it tells how it is
     * @param logFile the newest of its log files; older ones lie beside it
     * @param heapMegabytes upper bound of its heap
     * @return the command line
     */
    public static List<String> mirrorMaker(
            Path mirrorProperties, String targetCluster, int healthPort, Path logFile, int heapMegabytes) {
        List<String> command =
                command(logOptions(logFile), heapMegabytes, MirrorMakerMain.class.getName(), mirrorProperties);
        command.add(targetCluster);
        command.add(Integer.toString(healthPort));
        return command;
    }

    /** A broker that logs to standard output and ends with its standard input. */
    static List<String> testBroker(Path serverProperties) {
        List<String> options = List.of(
                "-Dlog4j2.configurationFile=classpath:embassy-log4j2-console.xml",
                "-D" + BrokerMain.TIED_TO_PARENT_PROPERTY + "=true");
        return command(options, TEST_HEAP_MEGABYTES, BrokerMain.class.getName(), serverProperties);
    }

    private static List<String> logOptions(Path logFile) {
        return List.of(
                "-Dlog4j2.configurationFile=classpath:embassy-log4j2-files.xml",
                "-Dembassy.log.file=" + logFile.toAbsolutePath());
    }

    private static List<String> command(List<String> options, int heapMegabytes, String mainClass, Path configuration) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        // Two cores are shared by five or six of these: start fast, collect on one thread, die rather than limp.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Djava.awt.headless=true");
        command.addAll(options);
        command.add(mainClass);
        command.add(configuration.toAbsolutePath().toString());
        return command;
    }
}
