package org.dataembassy.bench.workload;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;

/** A stream of calls of one registry, in the order in which it records them. Deterministic; for one thread. */
public final class Workload {
    /** The registry whose events these are. */
    public static final String REGISTRY = "legislation";

    private final Iterator<List<SpecificRecord>> calls;
    private List<SpecificRecord> rest = List.of();

    private Workload(Iterator<List<SpecificRecord>> calls) {
        this.calls = calls;
    }

    /** A life over years: most events are of entities that have had some before. */
    public static Workload life(long seed, long events) {
        return new Workload(new Interim(seed, 3));
    }

    /** As many entities as events. */
    public static Workload newEntities(long seed, long events) {
        return new Workload(new Interim(seed, 1));
    }

    /** The meaning of these events. */
    public static RegistryModel<?> model() {
        return RegistryModels.named(REGISTRY);
    }

    /** The next calls, with {@code events} events together; a call that would be too large is parted. */
    public List<List<SpecificRecord>> next(long events) {
        List<List<SpecificRecord>> next = new ArrayList<>();
        long left = events;
        while (left > 0) {
            List<SpecificRecord> call = rest.isEmpty() ? calls.next() : rest;
            int taken = (int) Math.min(left, call.size());
            next.add(List.copyOf(call.subList(0, taken)));
            rest = call.subList(taken, call.size());
            left -= taken;
        }
        return next;
    }

    /** Goes past the next {@code events} events. */
    public void skip(long events) {
        for (long left = events; left > 0; left -= 1_000) {
            List<List<SpecificRecord>> ignored = next(Math.min(left, 1_000));
        }
    }

    private static final class Interim implements Iterator<List<SpecificRecord>> {
        private final Random random;
        private final int each;
        private long made;

        Interim(long seed, int each) {
            random = new Random(seed);
            this.each = each;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public List<SpecificRecord> next() {
            long number = made++;
            EventMeta meta = EventMeta.newBuilder()
                    .setEventId(new UUID(random.nextLong(), random.nextLong()))
                    .setEntityId("act-" + number / each * 7919 % 100_000_007)
                    .setRecordedAt(Instant.ofEpochSecond(1_700_000_000L + number / 100))
                    .setEffectiveOn(LocalDate.of(2024, 1, 1).plusDays(number % 365))
                    .setActor("clerk-" + random.nextInt(400))
                    .setBasis("Gazette I 2024, " + random.nextInt(3000))
                    .build();
            return List.of(ActPublished.newBuilder()
                    .setMeta(meta)
                    .setAbbreviation("A" + random.nextInt(100_000))
                    .setTitle("Act on the " + Long.toString(random.nextLong(), 36))
                    .setReason("first promulgation")
                    .setLanguage("en")
                    .setText("Section 1. " + Long.toString(random.nextLong(), 36) + " "
                            + Long.toString(random.nextLong(), 36) + " shall hold from " + random.nextInt(3000) + ".")
                    .build());
        }
    }
}
