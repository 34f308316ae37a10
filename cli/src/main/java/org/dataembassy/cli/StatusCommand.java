package org.dataembassy.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dataembassy.deploy.CountryStatus;
import org.dataembassy.deploy.Part;
import org.dataembassy.deploy.PartStatus;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.restorer.access.TrustAnchor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code embassy status}. */
@Command(
        name = "status",
        description = "Says which parts of the local country run; exit code 8 if not all are ready.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private CountryOption country = new CountryOption();

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CountryStatus status = country.country(terminal).status();
        Map<LedgerId, CosignedCheckpoint> cosigned = cosignedAtHome(status);
        if (output == OutputFormat.JSON) {
            terminal.out().println(Json.pretty(asMap(status, cosigned)));
        } else {
            print(status);
            cosigned.values().forEach(each -> terminal.out().println("at home          " + CosignedLedgers.line(each)));
        }
        return (status.isReady() ? ExitCode.OK : ExitCode.STATE).code();
    }

    /** What home knows of it; nothing while its broker doesn't answer. */
    private static Map<LedgerId, CosignedCheckpoint> cosignedAtHome(CountryStatus status) {
        boolean ready = status.parts().stream()
                .anyMatch(part -> part.part() == Part.HOME_BROKER && part.state() == PartStatus.State.READY);
        LocalKeys keys =
                new LocalKeys(LocalSetup.keysFolder(status.endpoints().layout().folder()));
        if (!ready || !Files.exists(keys.trustRootFile())) {
            return Map.of();
        }
        try {
            return CosignedLedgers.read(
                    KafkaClients.of(status.endpoints().homeBootstrap()), TrustAnchor.ofFile(keys.trustRootFile()));
        } catch (EmbassyException e) {
            return Map.of();
        }
    }

    private void print(CountryStatus status) {
        for (PartStatus part : status.parts()) {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%-16s %-10s %-12s %s%n",
                            part.part().label(),
                            word(part),
                            part.pid().isPresent() ? "pid " + part.pid().getAsLong() : "",
                            address(status, part));
        }
        terminal.out().println("supervisor       " + (status.supervised() ? "ready" : "none: what dies stays dead"));
        terminal.out().println("logs             " + status.endpoints().layout().logs());
    }

    private static Map<String, Object> asMap(CountryStatus status, Map<LedgerId, CosignedCheckpoint> cosigned) {
        List<Map<String, Object>> parts = new ArrayList<>();
        for (PartStatus part : status.parts()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("part", part.part().label());
            entry.put("state", word(part));
            part.pid().ifPresent(pid -> entry.put("pid", pid));
            entry.put("address", address(status, part));
            entry.put("log", part.logFile().toString());
            parts.add(entry);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ready", status.isReady());
        all.put("supervised", status.supervised());
        all.put("parts", parts);
        all.put("cosignedAtHome", CosignedLedgers.asMaps(cosigned));
        return all;
    }

    private static String word(PartStatus part) {
        return part.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String address(CountryStatus status, PartStatus part) {
        return switch (part.part()) {
            case HOME_BROKER -> status.endpoints().homeBootstrap();
            case EMBASSY_BROKER -> status.endpoints().embassyBootstrap();
            case SCHEMA_REGISTRY -> status.endpoints().schemaRegistry().toString();
            case MIRROR_MAKER -> "home -> embassy";
            case HOME_MIRROR_MAKER -> "embassy -> home";
            case EMBASSY_SITE -> status.endpoints().embassySite().toString();
        };
    }
}
