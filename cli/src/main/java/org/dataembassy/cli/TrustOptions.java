package org.dataembassy.cli;

import java.nio.file.Path;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which country's control, at which site. */
final class TrustOptions {
    @Mixin
    private CountryOption country = new CountryOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--site",
            defaultValue = "home",
            description = "Whose control topic: home, or embassy when home is gone (${DEFAULT-VALUE}).")
    private String site;

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "The genesis trust root, which everything is believed by; without it, the local country's.")
    private Path genesis;

    Site site(CommandSpec spec) {
        try {
            return Site.of(site);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    KafkaClients clients(Terminal terminal, CommandSpec spec) {
        return cluster.clients(
                terminal, country, site(spec) == Site.HOME ? Endpoints::homeBootstrap : Endpoints::embassyBootstrap);
    }

    /** @throws EmbassyException TRUST_ROOT_INVALID for a later version, which anchors nothing */
    SignedTrustRoot genesis(Terminal terminal) {
        Path file = genesis == null
                ? new LocalKeys(LocalSetup.keysFolder(
                                country.country(terminal).layout().folder()))
                        .trustRootFile()
                : terminal.resolve(genesis);
        SignedTrustRoot root = TrustFiles.readTrustRoot(file);
        if (root.root().version() != 1) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "The trust root " + file + " has version " + root.root().version() + "; expected the genesis.");
        }
        return root;
    }
}
