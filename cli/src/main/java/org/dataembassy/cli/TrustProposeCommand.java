package org.dataembassy.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRootChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy trust propose}. */
@Command(
        name = "propose",
        description = "Drafts the next trust root. Needs no key; nobody believes it before the officials have signed.",
        mixinStandardHelpOptions = true)
final class TrustProposeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The present trust root.")
    private Path from;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The draft, a file that isn't there yet.")
    private Path out;

    @Option(names = "--expires", paramLabel = "TIME", description = "New expiry, such as 2028-01-01T00:00:00Z.")
    private String expires;

    @Option(names = "--expires-days", paramLabel = "DAYS", description = "New expiry, counted from now.")
    private Integer expiresDays;

    @Option(names = "--threshold", paramLabel = "M", description = "How many officials must sign, more than half.")
    private Integer threshold;

    @Option(
            names = "--add-keys",
            paramLabel = "FILE",
            description =
                    "Public keys as \"embassy keys make\", \"add\" and \"public\" write them: an official, a site or a"
                            + " writer; what isn't listed yet is listed. May be repeated.")
    private List<Path> addKeys = List.of();

    @Option(names = "--remove-official", paramLabel = "NAME", description = "An official who leaves. May be repeated.")
    private List<String> removeOfficials = List.of();

    @Option(
            names = "--add-registry",
            paramLabel = "NAME:PARTITIONS[:public]",
            description = "A registry; with --add-keys for its writers. May be repeated.")
    private List<String> addRegistries = List.of();

    @Option(
            names = "--strike-out",
            paramLabel = "KEYID=P:BLOCK,...",
            description =
                    "A signing key that may sign nothing from these blocks on, in every partition of its registry; 0"
                            + " for nothing at all. May be repeated.")
    private List<String> strikeOuts = List.of();

    @Option(
            names = "--end-statements",
            paramLabel = "KEYID=NUMBER",
            description =
                    "The statement key of a site or writer that ends: NUMBER is its last statement that is believed, 0"
                            + " for none. May be repeated.")
    private List<String> endStatements = List.of();

    TrustProposeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SignedTrustRoot before = TrustFiles.readTrustRoot(terminal.resolve(from));
        TrustProposal draft = draft(before);
        TrustFiles.writeNew(terminal.resolve(out), draft.envelope());
        TrustText.changes(before, draft).forEach(terminal.out()::println);
        terminal.out()
                .println("Drafted " + terminal.resolve(out) + "; now the officials sign it, each their own copy:");
        terminal.out().println("  embassy trust sign " + out + " --from " + from + " --keys OFFICIAL.p12");
        return ExitCode.OK.code();
    }

    private TrustProposal draft(SignedTrustRoot before) {
        TrustRootChange change = TrustRootChange.of(before);
        try {
            expiry().ifPresent(change::expires);
            Optional.ofNullable(threshold).ifPresent(change::threshold);
            removeOfficials.forEach(change::removeOfficial);
            addRegistries.forEach(text -> change.addRegistry(KeysCommand.registryEntry(text)));
            for (Path file : addKeys) {
                PublicKeys keys = TrustFiles.readPublicKeys(terminal.resolve(file));
                change.add(keys);
            }
            strikeOuts.forEach(text -> strikeOut(change, text));
            endStatements.forEach(text -> endStatements(change, text));
            TrustProposal draft = change.propose();
            if (TrustText.isUnchanged(before, draft)) {
                throw new ParameterException(spec.commandLine(), "nothing is to change: name at least one change");
            }
            return draft;
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(Problem.TRUST_CHANGE_INVALID, e.getMessage(), e);
        }
    }

    private Optional<Instant> expiry() {
        if (expires != null && expiresDays != null) {
            throw new ParameterException(spec.commandLine(), "--expires and --expires-days: only one of them");
        }
        try {
            return expires != null
                    ? Optional.of(Instant.parse(expires))
                    : Optional.ofNullable(expiresDays)
                            .map(days -> Instant.now()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .plus(days, ChronoUnit.DAYS));
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "--expires: expected a time such as 2028-01-01T00:00:00Z", e);
        }
    }

    private void strikeOut(TrustRootChange change, String text) {
        String[] halves = halves("--strike-out", "KEYID=P:BLOCK,...", text);
        Map<Integer, Long> firstRefused = new TreeMap<>();
        for (String one : halves[1].split(",", -1)) {
            String[] numbers = one.split(":", -1);
            if (numbers.length != 2
                    || firstRefused.put((int) number("--strike-out", numbers[0]), number("--strike-out", numbers[1]))
                            != null) {
                throw new ParameterException(
                        spec.commandLine(), "--strike-out: expected KEYID=P:BLOCK,... , got " + text);
            }
        }
        change.strikeOut(halves[0], firstRefused);
    }

    private void endStatements(TrustRootChange change, String text) {
        String[] halves = halves("--end-statements", "KEYID=NUMBER", text);
        change.endStatements(halves[0], number("--end-statements", halves[1]));
    }

    private String[] halves(String option, String form, String text) {
        String[] halves = text.split("=", -1);
        if (halves.length != 2) {
            throw new ParameterException(spec.commandLine(), option + ": expected " + form + ", got " + text);
        }
        return halves;
    }

    private long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), option + ": expected a number, got " + text, e);
        }
    }
}
