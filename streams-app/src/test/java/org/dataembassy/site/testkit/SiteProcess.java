package org.dataembassy.site.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.dataembassy.site.SiteConfig;
import org.dataembassy.site.SiteService;

/** A site service in a process of its own, which can be killed. */
public final class SiteProcess implements AutoCloseable {
    private final Process process;
    private final Path addressFile;

    private SiteProcess(Process process, Path addressFile) {
        this.process = process;
        this.addressFile = addressFile;
    }

    /** @param settings of the service, all of them */
    public static SiteProcess start(Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("process.properties");
            Properties properties = new Properties();
            properties.putAll(settings);
            try (var out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            Path address = folder.resolve("address");
            Files.deleteIfExists(address);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            SiteProcess.class.getName(),
                            file.toString(),
                            address.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("process.log").toFile()))
                    .start();
            return new SiteProcess(process, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens; empty until it does. */
    public Optional<String> address() {
        try {
            return Files.exists(addressFile) ? Optional.of(Files.readString(addressFile)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the kernel does it. */
    public void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the process does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** In order. */
    @Override
    public void close() {
        process.destroy();
        await();
    }

    /** The process itself. */
    public static void main(String[] arguments) throws Exception {
        SiteService service =
                SiteService.start(SiteConfig.load(Optional.of(Path.of(arguments[0])), Map.of(), Map.of()));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        Path next = Path.of(arguments[1] + ".next");
        Files.writeString(next, service.address().toString());
        Files.move(next, Path.of(arguments[1]), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        service.awaitClosed();
    }
}
