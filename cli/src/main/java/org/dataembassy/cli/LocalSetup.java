package org.dataembassy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.deploy.CountrySetup;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.deploy.Part;
import org.dataembassy.deploy.SiteCommand;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * What a local country is for: its trust set, its topics, and the embassy's site service.
 *
 * @param registries of the genesis trust root, if that is still to be made
 * @param gapTimeout after which a partition with a gap halts
 */
record LocalSetup(List<TrustRoot.RegistryEntry> registries, Duration gapTimeout) implements CountrySetup {
    private static final int ONE_BROKER = 1;
    private static final int SITE_HEAP_MEGABYTES = 512;

    /** The registries of a local country that nobody has said otherwise of. */
    static final List<TrustRoot.RegistryEntry> DEFAULT_REGISTRIES = List.of(
            new TrustRoot.RegistryEntry("legislation", 2, true, Site.HOME, 20),
            new TrustRoot.RegistryEntry("population", 2, false, Site.HOME, 20));

    static final Duration DEFAULT_GAP_TIMEOUT = Duration.ofSeconds(60);

    LocalSetup {
        registries = List.copyOf(registries);
    }

    static LocalSetup standard() {
        return new LocalSetup(DEFAULT_REGISTRIES, DEFAULT_GAP_TIMEOUT);
    }

    /** Where the trust set of the country in {@code folder} lies. */
    static Path keysFolder(Path folder) {
        return folder.resolve("keys");
    }

    @Override
    public List<String> mirroredTopics() {
        List<String> names = new ArrayList<>();
        registries.forEach(
                registry -> names.add(Topics.registry(registry.name()).name()));
        names.add(Topics.CONTROL.name());
        names.add(Topics.CHECKPOINTS.name());
        return names;
    }

    /** What the embassy says, so that home knows how far its ledgers are cosigned. */
    @Override
    public List<String> returnedTopics() {
        return List.of(Topics.CONTROL.name(), Topics.CHECKPOINTS.name());
    }

    @Override
    public void createTopics(Endpoints endpoints) {
        LocalKeys keys = LocalKeys.in(keysFolder(endpoints.layout().folder()), registries);
        TrustRoot root = keys.trustRoot().root();
        KafkaClients home = KafkaClients.of(endpoints.homeBootstrap());
        TopicAdmin.createOrCheck(home, TopicCatalogue.topicsOf(Site.HOME, root, ONE_BROKER));
        TopicAdmin.createOrCheck(
                KafkaClients.of(endpoints.embassyBootstrap()), TopicCatalogue.topicsOf(Site.EMBASSY, root, ONE_BROKER));
        ControlWriter.publishTrustRoot(home, keys.trustRoot());
    }

    @Override
    public Optional<SiteCommand> siteCommand(Endpoints endpoints) {
        Path config = endpoints.layout().configFile(Part.EMBASSY_SITE, ".properties");
        Path keyStore = new LocalKeys(keysFolder(endpoints.layout().folder())).siteStore(Site.EMBASSY);
        URI address = endpoints.embassySite();
        write(config, """
                # The embassy's site service in the local country; written at every "embassy up".
                bootstrap.server=%s
                key.store=%s
                key.store.passphrase.file=%s
                data.folder=%s
                http.host=%s
                http.port=%d
                gap.timeout.ms=%d
                """.formatted(
                        endpoints.embassyBootstrap(),
                        keyStore,
                        Passphrases.besideStore(keyStore),
                        endpoints.layout().dataFolder(Part.EMBASSY_SITE),
                        address.getHost(),
                        address.getPort(),
                        gapTimeout.toMillis()));
        return Optional.of(new SiteCommand(
                ProgramCommand.ofThisProgram(
                        SITE_HEAP_MEGABYTES, "logback-service.xml", "site", "run", "--config", config.toString()),
                address.resolve("/readyz")));
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
