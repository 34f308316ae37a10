package org.dataembassy.kafka.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * The main class of a broker's process: formats its data directory if it is new, then is {@code kafka.Kafka}.
 *
 * <p>Formatting in the same process saves the start of a second JVM. Arguments: the path of {@code server.properties}.
 */
public final class BrokerMain {

    /** The system property that, when {@code true}, ends the process as soon as its standard input ends. */
    static final String TIED_TO_PARENT_PROPERTY = "embassy.tiedToParent";

    private BrokerMain() {}

    /**
     * Runs the broker until it is told to stop.
     *
     * @param arguments the path of {@code server.properties}
     * @throws IOException if that file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("expected one argument, the path of server.properties");
        }
        if (Boolean.getBoolean(TIED_TO_PARENT_PROPERTY)) {
            endWithStandardInput();
        }
        formatIfNew(Path.of(arguments[0]));
        Kafka.main(arguments);
    }

    private static void formatIfNew(Path serverProperties) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(serverProperties)) {
            properties.load(in);
        }
        if (Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            return;
        }
        String clusterId = Uuid.randomUuid().toString();
        String[] format = {"format", "--cluster-id", clusterId, "--config", serverProperties.toString()};
        int exitCode = StorageTool.execute(format, System.out);
        if (exitCode != 0) {
            throw new IllegalStateException("formatting the data directory ended with exit code " + exitCode);
        }
    }

    /** A test that is killed cannot stop its broker; the broker sees the pipe close and goes too. */
    private static void endWithStandardInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever said on it.
                        }
                    } catch (IOException e) {
                        // As good as its end.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
