package org.dataembassy.kafka.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.mirror.MirrorMaker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of MirrorMaker's process: dedicated MirrorMaker (KIP-382, KIP-710) that tells how it is, and ends when a
 * task of it has failed.
 *
 * <p>Connect doesn't restart failed tasks, and in dedicated mode its REST server has no resource that would show them. A
 * process that looks healthy and copies nothing is the worst of outcomes, so a failed task ends the process, and whoever
 * supervises it starts it again.
 *
 * <p>{@code GET /} on the health port answers 200 once the connector and its tasks run, else 503; the body names the
 * states. Arguments: the path of the configuration, the alias of the target cluster, the health port.
 */
public final class MirrorMakerMain {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorMakerMain.class);

    private static final int EXIT_CODE_TASK_FAILED = 4;
    private static final long WATCH_INTERVAL_MILLIS = 500;
    private static final long SHUTDOWN_GRACE_MILLIS = 10_000;

    private MirrorMakerMain() {}

    /**
     * Runs MirrorMaker until it is told to stop or a task fails.
     *
     * @param arguments path of the configuration, alias of the target cluster, health port
     * @throws Exception if it cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException(
                    "expected three arguments: configuration, alias of the target cluster, health port");
        }
        try {
            MirrorMaker mirrorMaker = new MirrorMaker(read(Path.of(arguments[0])), List.of(arguments[1]));
            mirrorMaker.start();
            serveHealth(Integer.parseInt(arguments[2]));
            watch();
        } catch (Exception e) {
            LOG.error("MirrorMaker ends", e);
            System.err.println("MirrorMaker ends: " + e);
            // Threads that were already started would keep a half-started process alive.
            Runtime.getRuntime().halt(EXIT_CODE_TASK_FAILED - 1);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    private static void watch() throws InterruptedException {
        while (true) {
            MirrorMakerHealth health = MirrorMakerHealth.now();
            if (health.hasFailed()) {
                LOG.error("A task has failed, so this process ends: {}", health);
                System.err.println("a task has failed, so this process ends: " + health);
                endAtLast();
                System.exit(EXIT_CODE_TASK_FAILED);
            }
            Thread.sleep(WATCH_INTERVAL_MILLIS);
        }
    }

    /** An orderly shutdown may hang on the very thing that made the task fail. */
    private static void endAtLast() {
        Thread halt = new Thread(
                () -> {
                    try {
                        Thread.sleep(SHUTDOWN_GRACE_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(EXIT_CODE_TASK_FAILED);
                },
                "halt-at-last");
        halt.setDaemon(true);
        halt.start();
    }

    private static void serveHealth(int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        server.createContext("/", MirrorMakerMain::answer);
        server.start();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            MirrorMakerHealth health = MirrorMakerHealth.now();
            byte[] body = (health + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(health.isRunning() ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
