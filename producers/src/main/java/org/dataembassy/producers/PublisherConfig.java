package org.dataembassy.producers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * How a publisher is set up. {@link #of} gives the usual values; the {@code with} methods change one each.
 *
 * @param registry the one registry that is published
 * @param site where this runs; it must be the registry's primary
 * @param domain digest of the genesis trust root
 * @param genesis the genesis trust root if it is at hand; otherwise it is looked for on control
 * @param clients how to reach this site's brokers
 * @param schemaRegistry how to reach the Schema Registry
 * @param keys signing keys of the registry's writer at this site
 * @param folder for the seal journal and what else must outlive the process; one folder belongs to one registry's writer
 * @param recordedAt whose times of recording count
 * @param whenFull what a call does when {@code maxBytesInFlight} are in flight
 * @param maxBytesInFlight serialised events accepted and not yet answered, 4 MiB to 1 GiB
 * @param linger how long an event waits for others at most, 0 to 10 s; empty for the registry's own from the trust root
 * @param blockEvents events that a block has at most, 1 to {@link BlockLimits#LOAD_EVENTS}, where readers need small blocks;
 *     empty for what suits the load
 */
public record PublisherConfig(
        String registry,
        Site site,
        Digest domain,
        Optional<SignedTrustRoot> genesis,
        KafkaClients clients,
        SchemaRegistryAccess schemaRegistry,
        WriterKeys keys,
        Path folder,
        RecordedAt recordedAt,
        WhenFull whenFull,
        long maxBytesInFlight,
        Optional<Duration> linger,
        OptionalInt blockEvents) {
    /** 12 MiB: several full transactions. More would not be faster, only older when it is collected as garbage. */
    public static final long DEFAULT_MAX_BYTES_IN_FLIGHT = 12L << 20;

    private static final long MAX_MAX_BYTES_IN_FLIGHT = 1L << 30;
    private static final Duration MAX_LINGER = Duration.ofSeconds(10);

    /** Refuses values out of range, and keys of another registry, site or domain. */
    public PublisherConfig {
        LedgerId.requireRegistryName(registry);
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(schemaRegistry, "schemaRegistry");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(recordedAt, "recordedAt");
        Objects.requireNonNull(whenFull, "whenFull");
        requireOwn(keys, registry, site, domain);
        if (maxBytesInFlight < BlockLimits.MAX_EVENT_BYTES || maxBytesInFlight > MAX_MAX_BYTES_IN_FLIGHT) {
            throw new IllegalArgumentException("maxBytesInFlight: expected " + BlockLimits.MAX_EVENT_BYTES + " to "
                    + MAX_MAX_BYTES_IN_FLIGHT + ", got " + maxBytesInFlight);
        }
        if (linger.isPresent() && (linger.get().isNegative() || linger.get().compareTo(MAX_LINGER) > 0)) {
            throw new IllegalArgumentException("linger: expected 0 to 10 s, got " + linger.get());
        }
        if (blockEvents.isPresent()
                && (blockEvents.getAsInt() < 1 || blockEvents.getAsInt() > BlockLimits.LOAD_EVENTS)) {
            throw new IllegalArgumentException(
                    "blockEvents: expected 1 to " + BlockLimits.LOAD_EVENTS + ", got " + blockEvents.getAsInt());
        }
    }

    /** The usual: live times, waits when full, 12 MiB in flight, the registry's own linger. */
    public static PublisherConfig of(
            WriterKeys keys, KafkaClients clients, SchemaRegistryAccess schemaRegistry, Path folder) {
        return new PublisherConfig(
                keys.registry(),
                keys.site(),
                keys.domain(),
                Optional.empty(),
                clients,
                schemaRegistry,
                keys,
                folder,
                RecordedAt.LIVE,
                WhenFull.BLOCK,
                DEFAULT_MAX_BYTES_IN_FLIGHT,
                Optional.empty(),
                OptionalInt.empty());
    }

    public PublisherConfig withGenesis(SignedTrustRoot root) {
        return with(draft -> draft.genesis = Optional.of(root));
    }

    public PublisherConfig withRecordedAt(RecordedAt mode) {
        return with(draft -> draft.recordedAt = mode);
    }

    public PublisherConfig withWhenFull(WhenFull policy) {
        return with(draft -> draft.whenFull = policy);
    }

    public PublisherConfig withMaxBytesInFlight(long bytes) {
        return with(draft -> draft.maxBytesInFlight = bytes);
    }

    public PublisherConfig withLinger(Duration duration) {
        return with(draft -> draft.linger = Optional.of(duration));
    }

    public PublisherConfig withBlockEvents(int most) {
        return with(draft -> draft.blockEvents = OptionalInt.of(most));
    }

    private PublisherConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new PublisherConfig(
                registry,
                site,
                domain,
                draft.genesis,
                clients,
                schemaRegistry,
                keys,
                folder,
                draft.recordedAt,
                draft.whenFull,
                draft.maxBytesInFlight,
                draft.linger,
                draft.blockEvents);
    }

    /** What may be changed of a configuration. */
    private static final class Draft {
        private Optional<SignedTrustRoot> genesis;
        private RecordedAt recordedAt;
        private WhenFull whenFull;
        private long maxBytesInFlight;
        private Optional<Duration> linger;
        private OptionalInt blockEvents;

        private Draft(PublisherConfig config) {
            this.genesis = config.genesis;
            this.recordedAt = config.recordedAt;
            this.whenFull = config.whenFull;
            this.maxBytesInFlight = config.maxBytesInFlight;
            this.linger = config.linger;
            this.blockEvents = config.blockEvents;
        }
    }

    private static void requireOwn(WriterKeys keys, String registry, Site site, Digest domain) {
        if (!keys.registry().equals(registry) || keys.site() != site) {
            throw new IllegalArgumentException("keys: expected those of " + registry + " at " + site.label()
                    + ", got those of " + keys.registry() + " at " + keys.site().label());
        }
        if (!keys.domain().equals(domain)) {
            throw new IllegalArgumentException("keys: expected domain " + domain.abbreviated() + ", got "
                    + keys.domain().abbreviated());
        }
    }

    /** Names registry, site and addresses; nothing secret. */
    @Override
    public String toString() {
        return "PublisherConfig[" + registry + " at " + site.label() + ", domain " + domain.abbreviated() + ", brokers "
                + clients.bootstrapServers() + ", Schema Registry " + schemaRegistry.url() + ", folder " + folder
                + ", " + recordedAt + ", " + whenFull + ", " + maxBytesInFlight + " bytes in flight]";
    }
}
