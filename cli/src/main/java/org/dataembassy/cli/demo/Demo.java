package org.dataembassy.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dataembassy.deploy.CountrySetup;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.deploy.Part;
import org.dataembassy.deploy.UpOptions;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.producers.PublisherConfig;
import org.dataembassy.producers.RecordedAt;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.SchemaRegistryAccess;
import org.dataembassy.producers.legislation.ImportListener;
import org.dataembassy.producers.legislation.ImportSource;
import org.dataembassy.producers.legislation.ImportSummary;
import org.dataembassy.producers.legislation.LegislationImporter;
import org.dataembassy.producers.legislation.LineReceipt;
import org.dataembassy.producers.simulate.SimulationSummary;

/** The story, in order. Each step is a sentence of it; what a step needs is kept here from the steps before. */
public final class Demo {
    static final String REGISTRY = "legislation";

    private static final int STEPS = 9;
    private static final int HELD_BACK_BATCHES = 4;
    private static final int HELD_BACK_SHARE = 8;

    private final Parts parts;
    private final ActHistory history;
    private final Story story;
    private final SortedMap<Integer, LineReceipt> receipts = new TreeMap<>();
    private final PeopleStory people = new PeopleStory();
    private EmbassySite site;

    /**
     * What the demo is told with.
     *
     * @param passphrase finds that of a key store
     * @param writerStore key store of home's writer of a registry
     * @param writerFolder where home's writer of a registry keeps its journal
     */
    public record Parts(
            LocalCountry country,
            CountrySetup setup,
            UpOptions options,
            Function<String, Path> writerStore,
            Function<Site, Path> siteStore,
            Function<Path, char[]> passphrase,
            Function<String, Path> writerFolder,
            String version) {}

    /**
     * @param input JSON Lines of legislation, plain or gzip
     * @param teller gets each line of the story
     */
    public Demo(Parts parts, InputStream input, Consumer<String> teller) {
        this.parts = parts;
        this.history = ActHistory.read(input);
        this.story = new Story(teller);
    }

    /** Tells all of it, or as far as it held. */
    public DemoResult run() {
        long start = System.nanoTime();
        story.step("up", "a home country and its data embassy, each with a Kafka cluster of its own", this::up);
        story.step(
                "publish", "a registry's history is sealed, signed and acknowledged, each change once", this::publish);
        story.step("replicate", "the embassy verifies every block before it believes it", this::replicate);
        story.step("query", "what the embassy answers is what home recorded, byte for byte", this::query);
        story.step("attack", "whoever owns the embassy's brokers can't make it believe anything", this::attack);
        story.step("recover", "a halted partition goes on by itself when the true blocks come", this::recover);
        story.step("people", "a registry that only its owner can read, whoever runs the brokers", this::people);
        story.step(
                "lose home",
                "home and its Schema Registry are gone; the embassy starts anew from its topics and its own keys",
                this::loseHome);
        story.step("rebuild", "the registry can be rebuilt as it was at any earlier point", this::rebuild);
        return new DemoResult(story.told(), STEPS, Duration.ofNanos(System.nanoTime() - start));
    }

    private String up() {
        parts.country().up(parts.setup(), parts.options(), story::detail);
        site = new EmbassySite(parts.country().endpoints().embassySite());
        return "two brokers, Schema Registry, MirrorMaker and the embassy's site service are ready";
    }

    private String publish() {
        int lines = history.lineCount() - heldBack();
        long start = System.nanoTime();
        ImportSummary summary = publishFirst(lines);
        Story.require(summary.published() == lines, summary.published() + " of " + lines + " changes were published");
        double seconds = (System.nanoTime() - start) / 1e9;
        ImportSummary again = publishFirst(lines);
        Story.require(again.published() == 0, "a second run published " + again.published() + " changes again");
        return String.format(
                Locale.ROOT,
                "%,d changes of %,d acts published in %.1f s; a second run published none; the last %,d of the input wait",
                lines,
                history.after(lines).size(),
                seconds,
                heldBack());
    }

    private String replicate() {
        SortedMap<Integer, Long> expected = receiptedEvents();
        awaitVerified(expected);
        long events = expected.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT, "%,d events in %d partitions verified and materialised", events, expected.size());
    }

    private String query() {
        return compareActs(history.lineCount() - heldBack());
    }

    /** The link is cut, home goes on publishing, and the owner of the embassy's brokers makes use of it. */
    private String attack() throws Exception {
        int before = history.lineCount() - heldBack();
        parts.country().stop(Part.MIRROR_MAKER);
        for (int batch = 1; batch <= HELD_BACK_BATCHES; batch++) {
            publishFirst(before + heldBack() * batch / HELD_BACK_BATCHES);
        }
        story.detail("the link is cut; home publishes " + heldBack() + " more changes");
        Attack attack = new Attack(homeClients(), embassyClients(), site, story);
        String finding = attack.run();
        compareActs(before);
        return finding + "; every answer stayed right";
    }

    private String recover() {
        parts.country().start(Part.MIRROR_MAKER);
        awaitVerified(receiptedEvents());
        site.await(
                REGISTRY,
                "no partition is halted",
                seen -> seen.values().stream()
                        .noneMatch(state -> state.path("status").asText().equals("HALTED")));
        return "the link is back, the missing blocks came, no partition is halted; " + compareActs(history.lineCount());
    }

    private String people() {
        SimulationSummary published = people.publish(publisherOf(PeopleStory.REGISTRY));
        awaitVerified(PeopleStory.REGISTRY, people.events());
        story.detail(people.ask(site));
        return String.format(
                Locale.ROOT,
                "%,d events of the life of %,d made-up people published sealed, verified at the embassy; state digest %s",
                published.events(),
                published.residents(),
                people.digestAt(site));
    }

    private String loseHome() throws IOException {
        String digestBefore = site.stateDigest(REGISTRY);
        parts.country().stop(Part.HOME_MIRROR_MAKER);
        parts.country().stop(Part.MIRROR_MAKER);
        parts.country().stop(Part.SCHEMA_REGISTRY);
        parts.country().stop(Part.HOME_BROKER);
        story.detail("home's broker, Schema Registry and MirrorMaker are stopped: " + compareActs(history.lineCount()));
        parts.country().stop(Part.EMBASSY_SITE);
        SiteState.forget(parts.country().layout().dataFolder(Part.EMBASSY_SITE), embassyClients());
        story.detail("the site's state, its changelogs and its place in the topics are deleted");
        long start = System.nanoTime();
        parts.country().start(Part.EMBASSY_SITE);
        awaitVerified(receiptedEvents());
        awaitVerified(PeopleStory.REGISTRY, people.events());
        double seconds = (System.nanoTime() - start) / 1e9;
        story.detail("the people's state digest is again " + people.digestAt(site));
        String digest = site.stateDigest(REGISTRY);
        Story.require(digest.equals(digestBefore), "the state digest was " + digestBefore + " and is " + digest);
        return String.format(
                Locale.ROOT,
                "started anew in %.1f s, same state digest %s; %s",
                seconds,
                digest.substring(0, 12),
                compareActs(history.lineCount()));
    }

    private String rebuild() throws IOException {
        List<Integer> lines = chosenLines();
        Rebuild atEmbassy = rebuildAt(Site.EMBASSY, embassyClients());
        for (int line : lines) {
            story.detail(atEmbassy.toReceiptOf(receipts.get(line)));
        }
        String digest = atEmbassy.toHead();
        String atSite = site.stateDigest(REGISTRY);
        Story.require(
                digest.equals(atSite), "restored to the head: state digest " + digest + ", at the site " + atSite);
        story.detail("to the head: the state digest is the site's, " + digest.substring(0, 12));
        story.detail(peopleAt(Site.EMBASSY, embassyClients()));

        parts.country().start(Part.HOME_BROKER);
        Rebuild atHome = rebuildAt(Site.HOME, homeClients());
        for (int line : lines) {
            story.detail(atHome.toOffsetsOf(receipts.get(line), receipts));
        }
        story.detail(peopleAt(Site.HOME, homeClients()));
        return lines.size() + " receipts rebuilt at the embassy, and their offsets at home, as the input has them";
    }

    private Rebuild rebuildAt(Site at, KafkaClients clients) throws IOException {
        return new Rebuild(at, clients, keysOf(at), history, restoredAt(at), parts.version());
    }

    private String peopleAt(Site at, KafkaClients clients) throws IOException {
        return people.rebuild(at, clients, keysOf(at), restoredAt(at), parts.version());
    }

    private Path restoredAt(Site site) throws IOException {
        Path folder = parts.country().layout().folder().resolve("restored").resolve(site.label());
        return Files.createDirectories(folder);
    }

    private SiteKeys keysOf(Site site) {
        Path store = parts.siteStore().apply(site);
        return KeyStoreFile.readSite(store, parts.passphrase().apply(store));
    }

    /** Five lines over the whole input, the first and the last among them. */
    private List<Integer> chosenLines() {
        List<Integer> chosen = new ArrayList<>();
        int count = history.lineCount();
        for (int line : new int[] {1, count / 4, count / 2, count * 3 / 4, count}) {
            if (line >= 1 && !chosen.contains(line)) {
                chosen.add(line);
            }
        }
        return chosen;
    }

    private ImportSummary publishFirst(int lines) {
        ImportListener keepReceipts = new ImportListener() {
            @Override
            public void committed(LineReceipt receipt) {
                receipts.put((int) receipt.line(), receipt);
            }
        };
        try (RegistryPublisher publisher = RegistryPublisher.open(publisherOf(REGISTRY))) {
            return new LegislationImporter(LegislationImporter.DEFAULT_ACTOR)
                    .run(ImportSource.stream("the demo's input", history.firstLines(lines)), publisher, keepReceipts);
        }
    }

    private PublisherConfig publisherOf(String registry) {
        Path store = parts.writerStore().apply(registry);
        return PublisherConfig.of(
                        KeyStoreFile.readWriter(store, parts.passphrase().apply(store)),
                        homeClients(),
                        SchemaRegistryAccess.of(
                                parts.country().endpoints().schemaRegistry().toString()),
                        parts.writerFolder().apply(registry))
                .withRecordedAt(RecordedAt.HISTORICAL);
    }

    /** Events that home has acknowledged, by partition. */
    private SortedMap<Integer, Long> receiptedEvents() {
        SortedMap<Integer, Long> events = new TreeMap<>();
        for (LineReceipt receipt : receipts.values()) {
            events.merge(
                    receipt.receipt().ledger().partition(), receipt.receipt().sequence() + 1, Math::max);
        }
        return events;
    }

    private void awaitVerified(SortedMap<Integer, Long> expected) {
        awaitVerified(REGISTRY, expected);
    }

    private void awaitVerified(String registry, SortedMap<Integer, Long> expected) {
        site.await(
                registry,
                "the embassy has verified " + expected + " events by partition",
                seen -> expected.entrySet().stream()
                        .allMatch(partition -> seen.containsKey(partition.getKey())
                                && seen.get(partition.getKey())
                                                .path("head")
                                                .path("nextSequence")
                                                .asLong()
                                        == partition.getValue()));
    }

    private String compareActs(int lines) {
        SortedMap<String, ActHistory.Expected> expected = history.after(lines);
        SortedMap<String, ActHistory.Expected> answered = new TreeMap<>();
        expected.keySet().forEach(id -> site.act(id).ifPresent(act -> answered.put(id, act)));
        String difference = ActHistory.firstDifference(expected, answered);
        Story.require(
                difference.isEmpty(), "the embassy's answer for act " + difference + " is not what home recorded");
        long bytes = expected.values().stream()
                .mapToLong(act ->
                        act.text() == null ? 0 : act.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                .sum();
        return String.format(
                Locale.ROOT, "%,d acts, %.1f MB of text, equal byte for byte", expected.size(), bytes / 1e6);
    }

    /** Changes that home publishes only when the link is cut. */
    private int heldBack() {
        return Math.max(HELD_BACK_BATCHES, history.lineCount() / HELD_BACK_SHARE);
    }

    private KafkaClients homeClients() {
        return KafkaClients.of(parts.country().endpoints().homeBootstrap());
    }

    private KafkaClients embassyClients() {
        return KafkaClients.of(parts.country().endpoints().embassyBootstrap());
    }
}
