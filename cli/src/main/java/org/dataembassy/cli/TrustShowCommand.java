package org.dataembassy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.control.StatedHeads;
import org.dataembassy.ledger.kafka.control.TrustRootPublishing;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.ledger.trust.TrustRootWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy trust show}. */
@Command(
        name = "show",
        description =
                "Says in words who is trusted: in a file, or on control now. Of a draft, what it changes and who signed.",
        mixinStandardHelpOptions = true)
final class TrustShowCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "A trust root, a draft, or all signed copies of a draft; without one, what control says now.")
    private List<Path> files = List.of();

    @Option(names = "--against", paramLabel = "FILE", description = "The trust root before: what has changed since.")
    private Path against;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write what control says now here, a file that isn't there yet: the next ceremony begins with it.")
    private Path out;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "After a theft at this time: above which block of each ledger no site had stated anything yet.")
    private String since;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    TrustShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (since != null && !files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--since asks control, not a file");
        }
        Optional<ControlView> view = files.isEmpty() ? Optional.of(look()) : Optional.empty();
        TrustProposal shown = view.map(
                        now -> TrustProposal.parse(now.trustRoot().envelope()))
                .orElseGet(() -> TrustText.together(files.stream()
                        .map(file -> TrustFiles.readDraft(terminal.resolve(file)))
                        .toList()));
        if (view.isPresent() && out != null) {
            TrustFiles.writeNew(terminal.resolve(out), view.get().trustRoot().envelope());
        }
        Optional<SignedTrustRoot> before =
                Optional.ofNullable(against).map(file -> TrustFiles.readTrustRoot(terminal.resolve(file)));
        Map<String, Map<String, Object>> questioned = since == null ? Map.of() : questioned(view.orElseThrow());
        if (output == OutputFormat.JSON) {
            Map<String, Object> fields = json(shown, before, view);
            if (since != null) {
                fields.put("inQuestion", questioned);
            }
            terminal.out().println(Json.pretty(fields));
        } else {
            text(shown, before, view).forEach(terminal.out()::println);
            questioned.forEach((ledger, fields) -> terminal.out()
                    .println("in question: " + ledger + " from block " + fields.get("firstBlock")
                            + " on; all below was stated by a site at " + fields.get("statedAt")));
            if (since != null) {
                terminal.out()
                        .println("in question: every block of a ledger that is not named here, and all that no site"
                                + " had stated by " + since);
            }
        }
        return ExitCode.OK.code();
    }

    /** By ledger the first block in question, and the moment until which everything below had been stated. */
    private Map<String, Map<String, Object>> questioned(ControlView view) {
        Map<String, Map<String, Object>> questioned = new TreeMap<>();
        StatedHeads.until(trust.clients(terminal, spec), trust.site(spec), view, moment())
                .forEach((ledger, stated) -> {
                    Map<String, Object> fields = new LinkedHashMap<>();
                    fields.put("firstBlock", stated.head().blocks());
                    fields.put("statedAt", stated.issuedAt().toString());
                    questioned.put(ledger.toString(), fields);
                });
        return questioned;
    }

    private Instant moment() {
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "--since: expected a time such as 2026-11-20T18:00:00Z", e);
        }
    }

    private ControlView look() {
        SignedTrustRoot genesis = trust.genesis(terminal);
        return TrustRootPublishing.look(
                trust.clients(terminal, spec), trust.site(spec), genesis.digest(), Optional.of(genesis), TIMEOUT);
    }

    private static List<String> text(
            TrustProposal shown, Optional<SignedTrustRoot> before, Optional<ControlView> view) {
        List<String> lines = new ArrayList<>();
        TrustRootWords.of(shown.root()).forEach(lines::add);
        lines.add("digest " + shown.digest());
        if (isExpired(shown.root())) {
            lines.add("EXPIRED: the officials must sign and publish a new version; registries go on meanwhile");
        }
        before.ifPresent(root -> {
            if (root.digest().equals(shown.digest())) {
                lines.add("the same as the one that it is compared with");
            } else {
                lines.addAll(TrustText.changes(root, shown));
                lines.addAll(TrustText.standing(root, shown));
            }
        });
        view.ifPresent(now -> {
            closings(now)
                    .forEach((key, blocks) -> lines.add("closed: signing key " + key + ", first refused " + blocks));
            now.authors()
                    .values()
                    .forEach(author -> now.trustRoot()
                            .root()
                            .author(author.keyId())
                            .ifPresent(known -> lines.add("last statement of " + known.description() + ": number "
                                    + author.number() + " (" + author.keyId().abbreviated() + ")")));
            now.alarms().forEach(alarm -> lines.add("ALARM: " + alarm));
        });
        return lines;
    }

    private static Map<String, Object> json(
            TrustProposal shown, Optional<SignedTrustRoot> before, Optional<ControlView> view) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("country", shown.root().country());
        fields.put("version", shown.root().version());
        fields.put("digest", shown.digest().hex());
        fields.put("expires", shown.root().expires().toString());
        fields.put("expired", isExpired(shown.root()));
        fields.put("entries", TrustRootWords.of(shown.root()));
        before.ifPresent(root -> {
            fields.put("changes", TrustRootWords.changes(root.root(), shown.root()));
            TrustProposal.Standing standing = shown.standing(root);
            fields.put("complete", standing.isComplete());
            fields.put(
                    "signed",
                    List.of(standing.before().toString(), standing.after().toString()));
        });
        view.ifPresent(now -> {
            fields.put("closings", closings(now));
            fields.put("alarms", now.alarms());
        });
        return fields;
    }

    private static Map<String, String> closings(ControlView view) {
        Map<String, String> closings = new TreeMap<>();
        view.closings()
                .forEach((keyId, closing) ->
                        closings.put(keyId.hex(), new TreeMap<>(closing.firstRefusedBlock()).toString()));
        return closings;
    }

    private static boolean isExpired(TrustRoot root) {
        return root.isExpired(Instant.now());
    }
}
