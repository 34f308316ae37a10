package org.dataembassy.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataembassy.kafka.runtime.KafkaCommand;
import org.dataembassy.ledger.Site;

/**
 * What a local country is built of: writes the configuration of every part and says how each is started.
 *
 * @param ports its ports
 * @param layout where everything lies
 */
record CountryBlueprint(CountryPorts ports, LocalCountryLayout layout) {

    Endpoints endpoints() {
        return Endpoints.of(ports, layout);
    }

    /** Makes the folders that are missing; readable by the owner only, for keys and state lie here. */
    void makeFolders() {
        try {
            Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(layout.folder(), PosixFilePermissions.asFileAttribute(ownerOnly));
            for (Path folder : List.of(layout.config(), layout.logs(), layout.run())) {
                Files.createDirectories(folder);
            }
            for (Part part : Part.values()) {
                Files.createDirectories(layout.dataFolder(part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LaunchSpec homeBroker() {
        return KafkaCluster.configure(Part.HOME_BROKER, ports.homeBroker(), ports.homeController(), layout);
    }

    LaunchSpec embassyBroker() {
        return KafkaCluster.configure(Part.EMBASSY_BROKER, ports.embassyBroker(), ports.embassyController(), layout);
    }

    LaunchSpec schemaRegistry() {
        return SchemaRegistryServer.configure(endpoints(), ports.schemaRegistry(), layout);
    }

    LaunchSpec mirrorMaker(List<String> topics) {
        MirrorFlow flow = new MirrorFlow(
                Site.HOME, endpoints().homeBootstrap(), endpoints().embassyBootstrap(), topics);
        return MirrorMakerProcess.configure(Part.MIRROR_MAKER, flow, ports.mirrorRest(), ports.mirrorHealth(), layout);
    }

    /** The other direction, at the other site: MirrorMaker runs where its copies arrive. */
    LaunchSpec homeMirrorMaker(List<String> topics) {
        MirrorFlow flow = new MirrorFlow(
                Site.EMBASSY, endpoints().embassyBootstrap(), endpoints().homeBootstrap(), topics);
        return MirrorMakerProcess.configure(
                Part.HOME_MIRROR_MAKER, flow, ports.homeMirrorRest(), ports.homeMirrorHealth(), layout);
    }

    Optional<LaunchSpec> embassySite(CountrySetup setup) {
        return setup.siteCommand(endpoints())
                .map(site -> new LaunchSpec(
                        Part.EMBASSY_SITE, site.command(), Map.of(), new Readiness.HttpOk(site.readiness())));
    }

    /** The supervisor runs from the class path of the program that starts it. */
    ManagedProcess supervisor() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                Supervisor.class.getName(),
                layout.folder().toString());
        Map<String, String> environment = Map.of(KafkaCommand.CLASS_PATH_VARIABLE, ownClassPath());
        return ManagedProcess.supervisor(command, environment, layout);
    }

    /** Absolute, since the supervisor works in another directory. */
    private static String ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
