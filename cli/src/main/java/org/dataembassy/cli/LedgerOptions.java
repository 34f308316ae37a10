package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which ledger a verb reads, from where, and what it is believed by. */
final class LedgerOptions {
    @Mixin
    private CountryOption country = new CountryOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Option(
            names = "--registry",
            required = true,
            paramLabel = "NAME",
            description = "The registry, such as legislation.")
    private String registry;

    @Option(
            names = "--site",
            defaultValue = "embassy",
            description =
                    "Whose cluster: embassy reads the copy of home's topic first, home its own (${DEFAULT-VALUE}).")
    private String site;

    @Option(names = "--topic", paramLabel = "NAME", description = "Read this topic instead; may be repeated.")
    private List<String> topics = List.of();

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description =
                    "The genesis trust root, compared with the one that the key store belongs to; with --no-keys it is what"
                            + " everything is believed by.")
    private Path trustRoot;

    @Option(names = "--recovery-keys", paramLabel = "FILE", description = "The recovery key store instead of a site's.")
    private Path recoveryStore;

    @Option(names = "--no-keys", description = "Read without any key store: public registries, or signatures only.")
    private boolean withoutKeys;

    LedgerAccess access(Terminal terminal, CommandSpec spec) {
        Site which = site(spec);
        return new LedgerAccess(
                cluster.clients(
                        terminal, country, which == Site.HOME ? Endpoints::homeBootstrap : Endpoints::embassyBootstrap),
                registry,
                topics.isEmpty() ? new LedgerSource.AtSite(which) : new LedgerSource.OnTopics(topics),
                anchor(terminal, spec, which),
                recipient(terminal, which));
    }

    private Site site(CommandSpec spec) {
        try {
            return Site.of(site);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private TrustAnchor anchor(Terminal terminal, CommandSpec spec, Site which) {
        if (withoutKeys) {
            if (trustRoot == null) {
                throw new ParameterException(
                        spec.commandLine(), "--no-keys needs --trust-root: nothing else says whom to believe");
            }
            return TrustAnchor.ofFile(terminal.resolve(trustRoot));
        }
        Digest domain = recoveryStore == null ? siteKeys(terminal, which).domain() : recoveryDomain(terminal);
        return trustRoot == null
                ? TrustAnchor.ofDomain(domain)
                : TrustAnchor.ofFile(terminal.resolve(trustRoot), domain);
    }

    private Digest recoveryDomain(Terminal terminal) {
        Path file = terminal.resolve(recoveryStore);
        return KeyStoreFile.readRecoveryDomain(file, Passphrases.find(terminal, file, Optional.empty()));
    }

    private Optional<RecipientSecret> recipient(Terminal terminal, Site which) {
        if (withoutKeys) {
            return Optional.empty();
        }
        if (recoveryStore != null) {
            Path file = terminal.resolve(recoveryStore);
            return Optional.of(KeyStoreFile.readRecovery(file, Passphrases.find(terminal, file, Optional.empty())));
        }
        return Optional.of(siteKeys(terminal, which).recipient());
    }

    private SiteKeys siteKeys(Terminal terminal, Site which) {
        KeyStoreOptions.Found store = keyStore.find(terminal, () -> {
            LocalCountry local = country.country(terminal);
            return new LocalKeys(LocalSetup.keysFolder(local.layout().folder())).siteStore(which);
        });
        return KeyStoreFile.readSite(store.file(), store.passphrase());
    }
}
