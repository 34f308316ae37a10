package org.dataembassy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.control.ControlView;
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

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    TrustShowCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
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
        if (output == OutputFormat.JSON) {
            terminal.out().println(Json.pretty(json(shown, before, view)));
        } else {
            text(shown, before, view).forEach(terminal.out()::println);
        }
        return ExitCode.OK.code();
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
