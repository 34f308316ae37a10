package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.population.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against Avro's own writer, with which {@link EventCodec} writes. */
final class EventWriterTest {

    private static final String[] PIECES = {"a", "Õ", "€", "𝄞", "\u0000", " ", "\uFFFF", "Zürich", "x".repeat(130)};

    static List<Schema> events() {
        return OwnSchemas.events();
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatever_an_event_holds_it_is_written_as_avro_writes_it(Schema schema) {
        EventWriter writer = EventWriter.of(schema);
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SpecificRecord event = (SpecificRecord) value(schema, random);
            int id = random.nextInt();
            Instant recordedAt = instant(random);

            byte[] written = writer.frame(id, event, recordedAt);

            ((EventMeta) event.get(0)).setRecordedAt(recordedAt);
            assertThat(written).as("seed %d", seed).isEqualTo(EventCodec.frame(id, event));
        }
    }

    @Test
    void the_event_gets_its_time_of_recording_and_is_itself_left_as_it_is() {
        ResidenceChanged event = (ResidenceChanged) moved();
        event.getMeta().put("recordedAt", null);
        Instant recordedAt = Instant.parse("2026-11-22T10:11:12.123456789Z");

        byte[] written = EventWriter.of(event.getSchema()).frame(7, event, recordedAt);

        assertThat(event.getMeta().getRecordedAt()).isNull();
        event.getMeta().setRecordedAt(Instant.parse("2026-11-22T10:11:12.123456Z"));
        assertThat(written).isEqualTo(EventCodec.frame(7, event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00", "\uD834\uDD1E\uD834", "\uDC00\uD800"})
    void half_a_surrogate_pair_is_refused(String noText) {
        SpecificRecord event = moved();
        ((EventMeta) event.get(0)).setActor(noText);

        assertThatThrownBy(() -> EventWriter.of(event.getSchema()).frame(7, event, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    @Test
    void a_missing_value_is_refused_and_the_next_event_is_written_whole() {
        SpecificRecord event = moved();
        EventWriter writer = EventWriter.of(event.getSchema());
        byte[] before = writer.frame(7, event, Instant.EPOCH);
        SpecificRecord missing = moved();
        ((EventMeta) missing.get(0)).setBasis(null);

        assertThatThrownBy(() -> writer.frame(7, missing, Instant.EPOCH)).isInstanceOf(RuntimeException.class);

        assertThat(writer.frame(7, event, Instant.EPOCH)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"map\",\"values\":\"string\"}",
                "\"double\"",
                "\"bytes\"",
                "[\"string\",\"int\"]",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}"
            })
    void a_schema_with_a_type_that_no_event_has_is_refused(String type) {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"ResidenceChanged\",\"namespace\":\"org.dataembassy.registry"
                        + ".population\",\"fields\":[{\"name\":\"meta\",\"type\":" + EventMeta.getClassSchema()
                        + "},{\"name\":\"odd\",\"type\":" + type + "}]}");

        assertThatThrownBy(() -> EventWriter.of(schema)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SpecificRecord moved() {
        return People.sample().stream()
                .filter(ResidenceChanged.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Object value(Schema schema, Random random) {
        boolean logical = schema.getLogicalType() != null;
        return switch (schema.getType()) {
            case RECORD -> {
                SpecificRecord record =
                        (SpecificRecord) SpecificData.newInstance(OwnClasses.INSTANCE.getClass(schema), schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), random)));
                yield record;
            }
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), random);
            case NULL -> null;
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                for (int left = random.nextInt(4); left > 0; left--) {
                    items.add(value(schema.getElementType(), random));
                }
                yield items;
            }
            case ENUM ->
                OwnClasses.INSTANCE.getClass(schema)
                        .getEnumConstants()[
                        random.nextInt(schema.getEnumSymbols().size())];
            case FIXED -> {
                SpecificFixed fixed =
                        (SpecificFixed) SpecificData.newInstance(OwnClasses.INSTANCE.getClass(schema), schema);
                byte[] bytes = new byte[schema.getFixedSize()];
                random.nextBytes(bytes);
                fixed.bytes(bytes);
                yield fixed;
            }
            case STRING -> logical ? new UUID(random.nextLong(), random.nextLong()) : text(random);
            case LONG -> logical ? instant(random) : (Object) (random.nextLong() >> random.nextInt(64));
            case INT ->
                logical
                        ? LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000)
                        : (Object) (random.nextInt() >> random.nextInt(32));
            case BOOLEAN -> random.nextBoolean();
            default -> throw new AssertionError(schema);
        };
    }

    /** Also before 1970, where rounding goes the other way. */
    private static Instant instant(Random random) {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
