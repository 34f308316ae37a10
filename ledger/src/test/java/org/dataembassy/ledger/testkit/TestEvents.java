package org.dataembassy.ledger.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dataembassy.ledger.block.SchemaUse;

/** Events in the Confluent wire format whose Avro part is only bytes, for tests of what does not look inside. */
public final class TestEvents {
    /** The Schema Registry id that the events carry. */
    public static final int SCHEMA_ID = 1;

    private static final String SCHEMA_TEXT = "{\"type\":\"fixed\",\"name\":\"TestEvent\",\"size\":64}";
    private static final byte[] WORDS = "residence changed municipality county street postal code basis act "
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private TestEvents() {}

    /** The schema with its text, as at the first use in a partition. */
    public static SchemaUse schema() {
        return SchemaUse.withText(SCHEMA_ID, SCHEMA_TEXT);
    }

    /** {@code count} events of {@code bytes} each, half of them text, half of them random. */
    public static List<byte[]> some(Random random, int count, int bytes) {
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(one(random, bytes));
        }
        return events;
    }

    /** One event, at least 5 bytes long. */
    public static byte[] one(Random random, int bytes) {
        byte[] event = new byte[bytes];
        random.nextBytes(event);
        for (int i = 5; i < 5 + (bytes - 5) / 2; i++) {
            event[i] = WORDS[(i - 5) % WORDS.length];
        }
        ByteBuffer.wrap(event).put((byte) 0).putInt(SCHEMA_ID);
        return event;
    }
}
