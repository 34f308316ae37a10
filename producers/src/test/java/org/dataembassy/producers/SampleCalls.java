package org.dataembassy.producers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.SchemaUse;

/** Calls for tests of what needs no meaning of events. */
final class SampleCalls {
    private static final String TEXT = "\"string\"";

    static final SchemaUse SCHEMA =
            new SchemaUse(7, Digest.sha256(TEXT.getBytes(StandardCharsets.UTF_8)), Optional.of(TEXT));

    private static final Instant RECORDED_AT = Instant.parse("2026-11-22T10:00:00Z");

    private SampleCalls() {}

    static AcceptedCall call(EncodedEvent... events) {
        return AcceptedCall.of(List.of(events), Optional.empty());
    }

    static EncodedEvent event(int partition, int bytes) {
        return new EncodedEvent(partition, UUID.randomUUID(), RECORDED_AT, SCHEMA, new byte[bytes]);
    }

    static AcceptedCall events(int partition, int count, int bytes) {
        List<EncodedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(partition, bytes));
        }
        return AcceptedCall.of(events, Optional.empty());
    }
}
