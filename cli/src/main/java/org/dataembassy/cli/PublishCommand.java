package org.dataembassy.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.legislation.ImportListener;
import org.dataembassy.producers.legislation.ImportProgress;
import org.dataembassy.producers.legislation.ImportSource;
import org.dataembassy.producers.legislation.ImportSummary;
import org.dataembassy.producers.legislation.LegislationImporter;
import org.dataembassy.producers.legislation.LineReceipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy publish}. */
@Command(
        name = "publish",
        description = "Takes a registry's history in from a file: each line once, however often it is run.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    private static final String LEGISLATION = "legislation";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PublisherOptions publisher = new PublisherOptions();

    @Option(names = "--registry", required = true, paramLabel = "NAME", description = "The registry: legislation.")
    private String registry;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "FILE",
            description = "JSON Lines, plain or gzip; - for standard input.")
    private String from;

    @Option(names = "--check", description = "Read all of it, publish nothing.")
    private boolean checkOnly;

    @Option(
            names = "--receipts",
            paramLabel = "FILE",
            description = "Append a line of JSON for each published line: where it lies, and the position of the whole"
                    + " registry after it.")
    private Path receipts;

    @Option(
            names = "--actor",
            defaultValue = LegislationImporter.DEFAULT_ACTOR,
            description = "Who recorded the changes (${DEFAULT-VALUE}).")
    private String actor;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    PublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requireLegislation();
        ImportSource source = from.equals("-")
                ? ImportSource.stream("standard input", terminal.in())
                : ImportSource.file(terminal.resolve(Path.of(from)));
        LegislationImporter importer = importer();
        ImportSummary summary;
        try (ProgressLine progress = new ProgressLine(terminal, "publish", source.totalBytes())) {
            summary = checkOnly
                    ? importer.check(source, new Listener(progress, null, 0))
                    : publish(importer, source, progress);
        }
        print(summary);
        return ExitCode.OK.code();
    }

    private ImportSummary publish(LegislationImporter importer, ImportSource source, ProgressLine progress) {
        try (BufferedWriter receiptLines = openReceipts();
                RegistryPublisher open = RegistryPublisher.open(publisher.config(terminal, registry))) {
            return importer.run(
                    source,
                    open,
                    new Listener(progress, receiptLines, open.heads().size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the writer of a registry of the local country in {@code folder} keeps its journal. */
    static Path localWriterFolder(Path folder, String registry) {
        return folder.resolve("data").resolve("writer-" + registry);
    }

    private void requireLegislation() {
        if (!registry.equals(LEGISLATION)) {
            throw new EmbassyException(
                    Problem.REGISTRY_UNKNOWN,
                    "--registry " + registry + ": there is no importer for it; there is one for " + LEGISLATION + ".");
        }
    }

    private LegislationImporter importer() {
        try {
            return new LegislationImporter(actor);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private BufferedWriter openReceipts() throws IOException {
        return receipts == null
                ? new BufferedWriter(java.io.Writer.nullWriter())
                : Files.newBufferedWriter(
                        terminal.resolve(receipts),
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
    }

    private void print(ImportSummary summary) {
        if (output == OutputFormat.JSON) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("registry", registry);
            fields.put("source", summary.sourceId());
            fields.put("checkedOnly", checkOnly);
            fields.put("lines", summary.lines());
            fields.put("published", summary.published());
            fields.put("alreadyThere", summary.alreadyThere());
            fields.put("bytes", summary.bytes());
            fields.put("millis", summary.elapsed().toMillis());
            terminal.out().println(Json.pretty(fields));
        } else if (checkOnly) {
            terminal.out().printf(Locale.ROOT, "%,d lines, all good; nothing was published%n", summary.lines());
        } else {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%,d lines: %,d published, %,d were there already (%.1f s)%n",
                            summary.lines(),
                            summary.published(),
                            summary.alreadyThere(),
                            summary.elapsed().toMillis() / 1_000.0);
        }
    }

    /** Shows progress and writes receipts. */
    private static final class Listener implements ImportListener {
        private final ProgressLine progress;
        private final BufferedWriter receipts;
        private final int partitions;

        Listener(ProgressLine progress, BufferedWriter receipts, int partitions) {
            this.progress = progress;
            this.receipts = receipts;
            this.partitions = partitions;
        }

        @Override
        public void progress(ImportProgress state) {
            flushReceipts();
            progress.show(
                    state.bytes(),
                    String.format(Locale.ROOT, "%,d lines, %,.0f/s", state.lines(), state.linesPerSecond()));
        }

        @Override
        public void committed(LineReceipt receipt) {
            try {
                receipts.write(ReceiptLines.json(receipt, partitions));
                receipts.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException("receipts can't be written", e);
            }
        }

        /** Now and then, so that a receipt outlives a killed process soon after it was given. */
        private void flushReceipts() {
            try {
                if (receipts != null) {
                    receipts.flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("receipts can't be written", e);
            }
        }
    }
}
