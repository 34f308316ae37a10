package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.site.SiteConfig;
import org.dataembassy.site.SiteService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code embassy site}. */
@Command(
        name = "site",
        description = "Runs the site service, or checks its configuration.",
        mixinStandardHelpOptions = true,
        subcommands = {SiteCommand.Run.class, SiteCommand.Config.class})
final class SiteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EmbassyCommand.missingVerb(spec);
    }

    /** {@code --config} and {@code --set}. */
    private static final class ConfigOptions {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Settings, as properties or JSON; then EMBASSY_SITE_... variables, then --set.")
        private Path file;

        @Option(names = "--set", paramLabel = "NAME=VALUE", description = "One setting; may be repeated.")
        private Map<String, String> flags = new LinkedHashMap<>();

        SiteConfig load(Terminal terminal) {
            return SiteConfig.load(Optional.ofNullable(file).map(terminal::resolve), terminal.environment(), flags);
        }
    }

    @Command(
            name = "run",
            description = "Runs the site service until it is stopped by a signal.",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        private final Terminal terminal;

        @picocli.CommandLine.Mixin
        private ConfigOptions options = new ConfigOptions();

        Run(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            SiteConfig config = options.load(terminal);
            try (SiteService service = SiteService.start(config)) {
                terminal.err().println("site service: " + service.address());
                Runtime.getRuntime().addShutdownHook(new Thread(service::close, "close-site-service"));
                service.awaitClosed();
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "config",
            description = "Checks a configuration and prints the values that hold.",
            mixinStandardHelpOptions = true)
    static final class Config implements Callable<Integer> {
        private final Terminal terminal;

        @picocli.CommandLine.Mixin
        private ConfigOptions options = new ConfigOptions();

        Config(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            terminal.out().print(options.load(terminal).describe());
            return ExitCode.OK.code();
        }
    }
}
