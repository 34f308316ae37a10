package org.dataembassy.ledger.block;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;

/** A body before compression: Avro binary of {@code BlockBody.avsc}, with every bound checked. */
record PlainBody(EventSecret secret, List<SchemaUse> schemas, List<byte[]> events) {
    /** 0x00 and the schema id of the Confluent wire format. */
    static final int MIN_EVENT_BYTES = 5;

    private static final int MIN_SCHEMA_BYTES = 1 + Digest.LENGTH_BYTES + 1;

    PlainBody {
        requireSchemas(schemas);
        requireEvents(schemas, events);
    }

    AvroOutput encode() {
        AvroOutput out = new AvroOutput(0);
        encode(out);
        return out;
    }

    /** Into {@code out} from its beginning. */
    void encode(AvroOutput out) {
        long eventBytes = 0;
        for (byte[] event : events) {
            eventBytes += event.length + 5L;
        }
        out.reset((int) Math.min(BlockLimits.MAX_PLAIN_BODY_BYTES, eventBytes + 1024));
        out.writeFixed(secret.revealSecret());
        out.writeArrayCount(schemas.size());
        for (SchemaUse schema : schemas) {
            out.writeLong(schema.id());
            out.writeDigest(schema.fingerprint());
            out.writePresent(schema.text().isPresent());
            schema.text().ifPresent(out::writeString);
        }
        out.writeArrayEnd(schemas.size());
        out.writeArrayCount(events.size());
        for (byte[] event : events) {
            out.writeBytes(event);
        }
        out.writeArrayEnd(events.size());
    }

    static PlainBody decode(byte[] plain) throws MalformedBlockException {
        AvroInput in = new AvroInput(plain);
        try {
            EventSecret secret = EventSecret.of(in.readFixed("secret", EventSecret.LENGTH_BYTES));
            PlainBody body = new PlainBody(secret, readSchemas(in), readEvents(in));
            in.requireEnd();
            return body;
        } catch (IllegalArgumentException e) {
            throw new MalformedBlockException("body: " + e.getMessage(), e);
        }
    }

    private static List<SchemaUse> readSchemas(AvroInput in) throws MalformedBlockException {
        int count = in.readArrayCount("schemas", BlockLimits.MAX_SCHEMAS, MIN_SCHEMA_BYTES);
        List<SchemaUse> schemas = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int id = in.readInt("schemas.id", Integer.MIN_VALUE, Integer.MAX_VALUE);
            Digest fingerprint = in.readDigest("schemas.fingerprint");
            Optional<String> text = in.readPresent("schemas.text")
                    ? Optional.of(in.readString("schemas.text", BlockLimits.MAX_SCHEMA_TEXT_BYTES))
                    : Optional.empty();
            schemas.add(new SchemaUse(id, fingerprint, text));
        }
        in.readArrayEnd("schemas", count);
        return schemas;
    }

    private static List<byte[]> readEvents(AvroInput in) throws MalformedBlockException {
        int count = in.readArrayCount("events", BlockLimits.MAX_EVENTS, 1 + MIN_EVENT_BYTES);
        List<byte[]> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(in.readBytes("events", MIN_EVENT_BYTES, BlockLimits.MAX_EVENT_BYTES));
        }
        in.readArrayEnd("events", count);
        return events;
    }

    private static void requireSchemas(List<SchemaUse> schemas) {
        long textBytes = 0;
        for (int i = 0; i < schemas.size(); i++) {
            if (i > 0 && schemas.get(i - 1).id() >= schemas.get(i).id()) {
                throw new IllegalArgumentException("schemas: expected schemas sorted by id, each once");
            }
            textBytes += schemas.get(i).text().map(PlainBody::utf8Length).orElse(0);
        }
        if (schemas.isEmpty()
                || schemas.size() > BlockLimits.MAX_SCHEMAS
                || textBytes > BlockLimits.MAX_SCHEMA_TEXT_BYTES) {
            throw new IllegalArgumentException("schemas: expected 1 to " + BlockLimits.MAX_SCHEMAS
                    + " with texts of at most " + BlockLimits.MAX_SCHEMA_TEXT_BYTES + " bytes, got " + schemas.size()
                    + " with " + textBytes);
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void requireEvents(List<SchemaUse> schemas, List<byte[]> events) {
        if (events.isEmpty() || events.size() > BlockLimits.MAX_EVENTS) {
            throw new IllegalArgumentException(
                    "events: expected 1 to " + BlockLimits.MAX_EVENTS + ", got " + events.size());
        }
        int[] schemaIds = schemas.stream().mapToInt(SchemaUse::id).toArray();
        for (int i = 0; i < events.size(); i++) {
            byte[] event = events.get(i);
            if (event.length < MIN_EVENT_BYTES || event[0] != 0 || indexOf(schemaId(event), schemaIds) < 0) {
                throw new IllegalArgumentException("events: expected event " + i
                        + " in the Confluent wire format, with the id of one of the block's schemas");
            }
        }
    }

    /** Of an event with at least {@link #MIN_EVENT_BYTES}. */
    static int schemaId(byte[] event) {
        return event[1] << 24 | (event[2] & 0xff) << 16 | (event[3] & 0xff) << 8 | (event[4] & 0xff);
    }

    /** -1 if it is not there. Nearly always one to five, so looking through them is fastest. */
    static int indexOf(int id, int[] ids) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
