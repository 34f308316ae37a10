package org.dataembassy.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.producers.legislation.LineReceipt;
import org.dataembassy.restorer.Restore;
import org.dataembassy.restorer.RestoreConfig;
import org.dataembassy.restorer.RestoreListener;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.position.Bound;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.target.TargetFormat;

/** Restores from the topics of one site and compares the result with the input. */
final class Rebuild {
    private final LedgerAccess access;
    private final ActHistory history;
    private final Path folder;
    private final String version;
    private final ObjectMapper mapper = new ObjectMapper();
    private int restores;

    /**
     * @param at whose topics are read, {@code clients} being those of that site
     * @param folder for what is restored; must exist
     */
    Rebuild(Site at, KafkaClients clients, SiteKeys keys, ActHistory history, Path folder, String version) {
        this.access = new LedgerAccess(
                clients,
                Demo.REGISTRY,
                new LedgerSource.AtSite(at),
                TrustAnchor.ofDomain(keys.domain()),
                Optional.of(keys.recipient()));
        this.history = history;
        this.folder = folder;
        this.version = version;
    }

    /** The registry as of a line: every act must be as the input has it after that line. */
    String toReceiptOf(LineReceipt receipt) throws IOException {
        Position.ToSequence position = new Position.ToSequence(bounds(receipt.sequences()));
        SortedMap<String, ActHistory.Expected> restored = restore(position);
        SortedMap<String, ActHistory.Expected> expected = history.after((int) receipt.line());
        String difference = ActHistory.firstDifference(expected, restored);
        Story.require(
                difference.isEmpty(),
                "restored to the receipt of line " + receipt.line() + ", act " + difference
                        + " differs from the input");
        return "to the receipt of line " + receipt.line() + " (" + position.describe() + "): " + expected.size()
                + " acts equal";
    }

    /**
     * The registry as of the offsets of a line's receipt, which are those of home's topic. A block ends where it ends:
     * every act must be as the input has it with all lines that lie in these blocks.
     */
    String toOffsetsOf(LineReceipt receipt, SortedMap<Integer, LineReceipt> all) throws IOException {
        Position.ToOffset position = new Position.ToOffset(bounds(receipt.offsets()));
        SortedMap<String, ActHistory.Expected> restored = restore(position);
        SortedMap<String, ActHistory.Expected> expected = history.of(line -> liesWithin(all.get(line), receipt));
        String difference = ActHistory.firstDifference(expected, restored);
        Story.require(
                difference.isEmpty(),
                "restored to the offsets of line " + receipt.line() + ", act " + difference
                        + " differs from the input");
        return "at home, to the offsets of line " + receipt.line() + " (" + position.describe() + "): "
                + expected.size() + " acts equal";
    }

    private static boolean liesWithin(LineReceipt line, LineReceipt stop) {
        Long last = stop.offsets().get(line.receipt().ledger().partition());
        return last != null && line.receipt().offset() <= last;
    }

    /** Everything that the site has; returns the state digest. */
    String toHead() {
        return run(new Position.Head()).stateDigest().hex();
    }

    private SortedMap<Integer, Bound> bounds(SortedMap<Integer, Long> through) {
        SortedMap<Integer, Bound> bounds = new TreeMap<>();
        IntStream.range(0, partitions())
                .forEach(partition -> bounds.put(
                        partition,
                        through.containsKey(partition)
                                ? new Bound.Through(through.get(partition))
                                : new Bound.Nothing()));
        return bounds;
    }

    private int partitions() {
        try (BlockReader reader = BlockReader.open(access.clients())) {
            return reader.offsets(Topics.registry(Demo.REGISTRY)).size();
        }
    }

    private SortedMap<String, ActHistory.Expected> restore(Position position) throws IOException {
        run(position);
        SortedMap<String, ActHistory.Expected> acts = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(target().resolve("states.jsonl"))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode act = mapper.readTree(line);
                acts.put(act.path("id").asText(), EmbassySite.expected(act));
            }
        }
        return acts;
    }

    private RestoreReport run(Position position) {
        restores++;
        return new Restore()
                .run(
                        new RestoreConfig(
                                access, position, target(), EnumSet.allOf(TargetFormat.class), false, version),
                        RestoreListener.SILENT);
    }

    private Path target() {
        return folder.resolve("restore-" + restores);
    }
}
