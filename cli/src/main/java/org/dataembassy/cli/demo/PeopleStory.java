package org.dataembassy.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.producers.PublisherConfig;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.Simulation;
import org.dataembassy.producers.simulate.SimulationListener;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.producers.simulate.SimulationSummary;
import org.dataembassy.restorer.Restore;
import org.dataembassy.restorer.RestoreConfig;
import org.dataembassy.restorer.RestoreListener;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.target.TargetFormat;
import org.dataembassy.schemas.EventCodec;

/**
 * The part of the story that is about people: a registry that only its owner can read. The people are made up; still, the
 * story says of them only what it would say of anybody.
 */
final class PeopleStory {
    static final String REGISTRY = Simulation.REGISTRY;

    private static final int PEOPLE = 200;
    private static final int YEARS = 2;
    private static final SimulationPlan PLAN = SimulationPlan.of(1, PEOPLE, YEARS);
    private static final int REFUSED = 400;

    private final SortedMap<Integer, Long> events = new TreeMap<>();
    private String digest;

    /** Home publishes its people's life. */
    SimulationSummary publish(PublisherConfig config) {
        SimulationSummary summary;
        try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
            summary = new Simulation(PLAN, OptionalLong.empty()).publish(publisher, SimulationListener.NONE);
            publisher.heads().forEach((partition, head) -> events.put(partition, head.nextSequence()));
        }
        long acknowledged = events.values().stream().mapToLong(Long::longValue).sum();
        Story.require(
                acknowledged == summary.events(),
                acknowledged + " of " + summary.events() + " events of people were acknowledged");
        return summary;
    }

    /** Events that home has acknowledged, by partition. */
    SortedMap<Integer, Long> events() {
        return events;
    }

    /** What the embassy answers about one of them, and how it must be asked. */
    String ask(EmbassySite site) {
        List<SpecificRecord> first = new SimulatedCountry(PLAN).next();
        String code = EventCodec.meta(first.get(0)).entityId();
        Story.require(
                site.status("/v1/registries/" + REGISTRY + "/entities/" + code) == REFUSED,
                "a personal code was taken from an address");
        JsonNode person = site.post("/v1/registries/" + REGISTRY + "/query", "entityId", code);
        Story.require(person.path("eventCount").asLong() > 0, "the embassy doesn't know the first of the people");
        return "a personal code is refused in an address and answered in a body, with "
                + person.path("eventCount").asLong() + " events of partition "
                + person.at("/provenance/partition").asInt();
    }

    /** Keeps what the state digest is, or compares it with what it was. */
    String digestAt(EmbassySite site) {
        String now = site.stateDigest(REGISTRY);
        Story.require(digest == null || digest.equals(now), "the people's state digest was " + digest + ", is " + now);
        digest = now;
        return now.substring(0, 12);
    }

    /** The register rebuilt from the topics of one site: its digest must be that of the site service. */
    String rebuild(Site at, KafkaClients clients, SiteKeys keys, Path folder, String version) {
        LedgerAccess access = new LedgerAccess(
                clients,
                REGISTRY,
                new LedgerSource.AtSite(at),
                TrustAnchor.ofDomain(keys.domain()),
                Optional.of(keys.recipient()));
        var report = new Restore()
                .run(
                        new RestoreConfig(
                                access,
                                new Position.Head(),
                                folder.resolve("people"),
                                EnumSet.allOf(TargetFormat.class),
                                false,
                                version),
                        RestoreListener.SILENT);
        String restored = report.stateDigest().hex();
        Story.require(restored.equals(digest), "people restored: state digest " + restored + ", at the site " + digest);
        return String.format(
                Locale.ROOT,
                "%,d people restored from the topics of %s: the same state digest %s",
                report.entities(),
                at.label(),
                restored.substring(0, 12));
    }
}
