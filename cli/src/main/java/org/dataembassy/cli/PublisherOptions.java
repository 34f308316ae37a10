package org.dataembassy.cli;

import java.net.URI;
import java.nio.file.Path;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.producers.PublisherConfig;
import org.dataembassy.producers.RecordedAt;
import org.dataembassy.producers.SchemaRegistryAccess;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and by whom a registry's history is published. */
final class PublisherOptions {
    @Mixin
    private CountryOption country = new CountryOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            description = "Confluent-compatible API; without it, that of the local country.")
    private URI schemaRegistry;

    @Option(
            names = "--writer-dir",
            paramLabel = "FOLDER",
            description = "Where the writer keeps its seal journal: always the same folder for a registry.")
    private Path writerFolder;

    /** A publisher that keeps the times at which the registry recorded. */
    PublisherConfig config(Terminal terminal, String registry) {
        KeyStoreOptions.Found store = keyStore.find(
                terminal,
                () -> new LocalKeys(LocalSetup.keysFolder(countryFolder(terminal))).writerStore(Site.HOME, registry));
        WriterKeys keys = KeyStoreFile.readWriter(store.file(), store.passphrase());
        String schemas = schemaRegistry == null
                ? country.country(terminal).endpoints().schemaRegistry().toString()
                : schemaRegistry.toString();
        return PublisherConfig.of(
                        keys,
                        cluster.clients(terminal, country, Endpoints::homeBootstrap),
                        SchemaRegistryAccess.of(schemas),
                        writerFolder == null
                                ? PublishCommand.localWriterFolder(countryFolder(terminal), registry)
                                : terminal.resolve(writerFolder))
                .withRecordedAt(RecordedAt.HISTORICAL);
    }

    private Path countryFolder(Terminal terminal) {
        return country.country(terminal).layout().folder();
    }
}
