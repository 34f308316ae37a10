package org.dataembassy.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.dataembassy.kafka.runtime.KafkaRuntime;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The Schema Registry server: Apicurio Registry 3.0.9 with its content in topics of home's cluster ("kafkasql"), spoken to
 * through its Confluent-compatible API.
 */
final class SchemaRegistryServer {

    private static final int HEAP_MEGABYTES = 256;

    private SchemaRegistryServer() {}

    /** Says how it is started. */
    static LaunchSpec configure(Endpoints endpoints, int port, LocalCountryLayout layout) {
        Part part = Part.SCHEMA_REGISTRY;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + layout.dataFolder(part),
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.banner.enabled=false",
                "-Dquarkus.log.console.enable=false",
                "-Dquarkus.log.file.enable=true",
                "-Dquarkus.log.file.json=false",
                "-Dquarkus.log.file.path=" + layout.logFile(part),
                "-Dquarkus.log.file.rotation.max-file-size=10M",
                "-Dquarkus.log.file.rotation.max-backup-index=4",
                "-Dapicurio.storage.kind=kafkasql",
                "-Dapicurio.storage.snapshot.location=" + layout.dataFolder(part),
                "-Dapicurio.kafkasql.bootstrap.servers=" + endpoints.homeBootstrap(),
                // How long it waits at start for a snapshot that a new country cannot have; the default is 5 s.
                "-Dapicurio.kafkasql.consumer.poll.timeout=250",
                "-jar",
                runner().toString());
        URI readiness = URI.create(endpoints.schemaRegistry() + "/subjects");
        return new LaunchSpec(part, command, Map.of(), new Readiness.HttpOk(readiness));
    }

    /** The server's jar: unpacked by the build of this module, beside the folder of the Kafka jars' module. */
    private static Path runner() {
        // <project>/deploy/kafka-runtime/target/kafka -> <project>/deploy
        Path deploy = KafkaRuntime.locate()
                .folder()
                .toAbsolutePath()
                .resolve("../../..")
                .normalize();
        String version = version();
        Path runner = deploy.resolve("target/embassy/schema-registry-" + version)
                .resolve("apicurio-registry-app-" + version + "-runner.jar");
        if (!Files.isRegularFile(runner)) {
            throw new EmbassyException(Problem.RUNTIME_MISSING, "the Schema Registry server is not there: " + runner);
        }
        return runner;
    }

    private static String version() {
        try (InputStream in = SchemaRegistryServer.class.getResourceAsStream("versions.properties")) {
            Properties versions = new Properties();
            versions.load(in);
            return versions.getProperty("schema-registry");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
