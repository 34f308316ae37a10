package org.dataembassy.ledger.kafka.topics;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** The names of all topics (design.md section 5); no other place spells one. */
public final class Topics {
    private static final String REGISTRY = "registry.";
    private static final String IMPORT = "import.registry.";
    private static final String SITES =
            Arrays.stream(Site.values()).map(Site::label).collect(Collectors.joining("|"));
    private static final Pattern LEDGER_TOPIC =
            Pattern.compile("(?:(?:(" + SITES + ")\\.)?registry|(import)\\.registry)\\.([a-z][a-z0-9-]{0,39})");

    /** Signed statements, one partition. */
    public static final Topic<Void, Dsse.Envelope> CONTROL =
            new Topic<>("ledger.control", Void.class, Dsse.Envelope.class);

    /** Signed heads; the key is the author's key id in hexadecimal digits. */
    public static final Topic<String, Dsse.Envelope> CHECKPOINTS =
            new Topic<>("ledger.checkpoints", String.class, Dsse.Envelope.class);

    /** The other site's heads with this site's cosignature: notes among the checkpoints, under keys of their own. */
    public static final Topic<String, byte[]> COSIGNATURES =
            new Topic<>(CHECKPOINTS.name(), String.class, byte[].class);

    /** What a site refused and why; the key names the source topic, partition and offset. Local to the site. */
    public static final Topic<String, byte[]> QUARANTINE = new Topic<>("ledger.quarantine", String.class, byte[].class);

    /** Acknowledgements and health of a site, the latest for each key. Local to the site. */
    public static final Topic<String, byte[]> SITE_STATUS =
            new Topic<>("ledger.site-status", String.class, byte[].class);

    private Topics() {}

    /** The blocks of a registry, as the site that writes it has them. */
    public static Topic<Void, SealedBlock> registry(String registry) {
        return new Topic<>(REGISTRY + LedgerId.requireRegistryName(registry), Void.class, SealedBlock.class);
    }

    /** Blocks of a registry that came by courier. */
    public static Topic<Void, SealedBlock> importOf(String registry) {
        return new Topic<>(IMPORT + LedgerId.requireRegistryName(registry), Void.class, SealedBlock.class);
    }

    /** {@code topic} of the site {@code source} as MirrorMaker names it at the other site. */
    public static <K, V> Topic<K, V> mirrored(Site source, Topic<K, V> topic) {
        return topic.mirroredFrom(source);
    }

    /** Every topic of a cluster that carries blocks of {@code registry}: own, mirrored, imported. For Streams. */
    public static Pattern ledgerPattern(String registry) {
        String quoted = Pattern.quote(LedgerId.requireRegistryName(registry));
        return Pattern.compile("((" + SITES + ")\\.)?registry\\." + quoted + "|import\\.registry\\." + quoted);
    }

    /** What a topic's name says, if it is the name of a topic that carries blocks: the inverse of the above. */
    public static Optional<LedgerTopic> parse(String topicName) {
        Matcher matcher = LEDGER_TOPIC.matcher(topicName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String registry = matcher.group(3);
        if (matcher.group(2) != null) {
            return Optional.of(new LedgerTopic(registry, Carrier.IMPORT, Optional.empty()));
        }
        Optional<Site> source = Optional.ofNullable(matcher.group(1)).map(Site::of);
        return Optional.of(new LedgerTopic(registry, source.isPresent() ? Carrier.MIRRORED : Carrier.OWN, source));
    }

    /**
     * Refuses a name whose first segment is a site's alias: MirrorMaker's cycle check would take it for a copy and skip
     * it without an error.
     *
     * @throws EmbassyException TOPIC_MISCONFIGURED
     */
    public static String requireOwnName(String topicName) {
        String firstSegment = topicName.split("\\.", 2)[0];
        for (Site site : Site.values()) {
            if (site.label().equals(firstSegment)) {
                throw new EmbassyException(
                        Problem.TOPIC_MISCONFIGURED,
                        "The topic name " + topicName + " begins with the site alias " + firstSegment
                                + "; MirrorMaker would silently never copy it.");
            }
        }
        return topicName;
    }
}
