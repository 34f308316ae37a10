package org.dataembassy.bench.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;

/** A stream of events of one registry, in the order in which it records them. Deterministic; for one thread. */
public final class Workload {
    /** The registry whose events these are. */
    public static final String REGISTRY = "legislation";

    private final Random random;
    private long made;

    private Workload(long seed) {
        random = new Random(seed);
    }

    public static Workload of(long seed) {
        return new Workload(seed);
    }

    /** The meaning of these events. */
    public static RegistryModel<?> model() {
        return RegistryModels.named(REGISTRY);
    }

    /** The next {@code count} events. */
    public List<SpecificRecord> next(int count) {
        List<SpecificRecord> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event());
        }
        return events;
    }

    private SpecificRecord event() {
        long number = made++;
        EventMeta meta = EventMeta.newBuilder()
                .setEventId(new UUID(random.nextLong(), random.nextLong()))
                .setEntityId("act-" + number / 3 * 7919 % 100_000_007)
                .setRecordedAt(Instant.ofEpochSecond(1_700_000_000L + number / 100))
                .setEffectiveOn(LocalDate.of(2024, 1, 1).plusDays(number % 365))
                .setActor("clerk-" + random.nextInt(400))
                .setBasis("Gazette I 2024, " + random.nextInt(3000))
                .build();
        return ActPublished.newBuilder()
                .setMeta(meta)
                .setAbbreviation("A" + random.nextInt(100_000))
                .setTitle("Act on the " + Long.toString(random.nextLong(), 36))
                .setReason("first promulgation")
                .setLanguage("en")
                .setText("Section 1. " + Long.toString(random.nextLong(), 36) + " "
                        + Long.toString(random.nextLong(), 36) + " shall hold from " + random.nextInt(3000) + ".")
                .build();
    }
}
