package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.schemas.UnreadableEventException.Reason;
import org.dataembassy.schemas.legislation.Events;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.dataembassy.wire.BlockPlace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {

    private static final Schema PUBLISHED = ActPublished.getClassSchema();
    private static final Schema REPEALED = ActRepealed.getClassSchema();

    private final LegislationModel model = new LegislationModel();
    private final EventCodec codec = new EventCodec();
    private final ActPublished event = Events.published(Events.meta(1, "2020-05-01"), "§ 1 Personendaten");

    @Test
    void an_event_comes_back_from_its_frame_as_it_was() {
        byte[] framed = EventCodec.frame(0x01020304, event);

        SpecificRecord back = codec.decode(framed, PUBLISHED, model);

        assertThat(back).isInstanceOf(ActPublished.class).isEqualTo(event);
        assertThat(EventCodec.schemaId(framed)).isEqualTo(0x01020304);
        assertThat(ByteBuffer.wrap(framed, 5, framed.length - 5)).isEqualTo(ByteBuffer.wrap(EventCodec.encode(event)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 65_536, Integer.MAX_VALUE, -1})
    void every_schema_id_goes_through_the_frame(int id) {
        assertThat(EventCodec.schemaId(EventCodec.frame(id, event))).isEqualTo(id);
    }

    @Test
    void meta_is_what_the_event_carries() {
        RegistryModel.Meta meta = EventCodec.meta(event);

        assertThat(meta.eventId()).isEqualTo(Events.id(1));
        assertThat(meta.entityId()).isEqualTo("gg");
        assertThat(meta.effectiveOn()).isEqualTo("2020-05-01");
        assertThat(meta.recordedAt()).isEqualTo("2020-01-01T00:01:00.123456Z");
        assertThat(meta.caseId()).isNull();
    }

    @Test
    void meta_of_what_is_no_event_is_refused() {
        assertThatThrownBy(() -> EventCodec.meta(new BlockPlace(1, 2L))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_event_of_an_older_version_is_resolved_to_the_current_one() {
        Schema older = without(PUBLISHED, "commencementOpen");
        byte[] framed = EventCodec.frame(1, event);
        // commencementOpen is the byte before the text's length (two bytes, or one) and the text.
        int textBytes = "§ 1 Personendaten".getBytes(StandardCharsets.UTF_8).length;
        int at = framed.length - textBytes - 2;
        byte[] old = new byte[framed.length - 1];
        System.arraycopy(framed, 0, old, 0, at);
        System.arraycopy(framed, at + 1, old, at, framed.length - at - 1);

        assertThat(codec.decode(old, older, model)).isEqualTo(event);
    }

    @Test
    void an_event_that_the_model_does_not_have_is_refused_by_name() {
        Schema strange = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"x.Strange\",\"fields\":[]}");

        assertThatThrownBy(() -> codec.decode(EventCodec.frame(1, event), strange, model))
                .isInstanceOfSatisfying(
                        UnreadableEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_EVENT))
                .hasMessageContaining("x.Strange");
    }

    @Test
    void a_version_that_can_t_be_resolved_is_refused() {
        Schema other = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"" + REPEALED.getFullName() + "\",\"fields\":[]}");

        assertThatThrownBy(() -> codec.decode(new byte[5], other, model))
                .isInstanceOfSatisfying(
                        UnreadableEventException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNRESOLVABLE));
    }

    @Test
    void what_is_not_framed_is_refused() {
        for (byte[] bytes : List.of(new byte[0], new byte[4], new byte[] {1, 0, 0, 0, 1, 0})) {
            assertThatThrownBy(() -> codec.decode(bytes, PUBLISHED, model))
                    .isInstanceOfSatisfying(
                            UnreadableEventException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FRAMED));
        }
    }

    @Test
    void an_event_cut_anywhere_or_with_bytes_left_over_is_refused() {
        byte[] framed = EventCodec.frame(1, event);

        for (int length = 0; length < framed.length; length++) {
            byte[] cut = Arrays.copyOf(framed, length);
            assertThatThrownBy(() -> codec.decode(cut, PUBLISHED, model)).isInstanceOf(UnreadableEventException.class);
        }
        byte[] longer = Arrays.copyOf(framed, framed.length + 1);
        assertThatThrownBy(() -> codec.decode(longer, PUBLISHED, model)).isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void a_length_bomb_is_refused_before_anything_is_allocated() {
        byte[] framed = EventCodec.frame(1, event);
        // The first field is the event id, a string of 36 characters: its length byte becomes 2^31 - 1.
        byte[] bomb = new byte[framed.length + 4];
        System.arraycopy(framed, 0, bomb, 0, 5);
        System.arraycopy(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F}, 0, bomb, 5, 5);
        System.arraycopy(framed, 6, bomb, 10, framed.length - 6);

        assertThatThrownBy(() -> codec.decode(bomb, PUBLISHED, model))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("goes beyond the end");
    }

    @Test
    void a_bomb_of_items_is_refused_in_any_schema() {
        Schema items = new Schema.Parser().parse("{\"type\":\"array\",\"items\":\"null\"}");
        // One block of 2^40 items that take no bytes; then one whose count is the smallest long.
        byte[] many = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40, 0};
        byte[] smallest = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 0};

        assertThatThrownBy(() -> AvroBounds.check(items, many, 0, many.length))
                .isInstanceOf(UnreadableEventException.class);
        assertThatThrownBy(() -> AvroBounds.check(items, smallest, 0, smallest.length))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void a_schema_that_nests_without_end_does_not_exhaust_the_stack() {
        Schema list = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"L\"]}]}");
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 2);

        assertThatThrownBy(() -> AvroBounds.check(list, deep, 0, deep.length))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void a_string_that_is_not_utf_8_is_refused_instead_of_being_altered() {
        byte[] framed = EventCodec.frame(1, event);
        framed[framed.length - 1] = (byte) 0xC3;

        assertThatThrownBy(() -> codec.decode(framed, PUBLISHED, model))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void an_event_id_that_is_no_uuid_is_refused_without_quoting_it() {
        byte[] framed = EventCodec.frame(1, event);
        Arrays.fill(framed, 6, 42, (byte) 'x');

        UnreadableEventException e =
                catchThrowableOfType(UnreadableEventException.class, () -> codec.decode(framed, PUBLISHED, model));

        assertThat(e).hasNoCause();
        assertThat(e.getMessage()).doesNotContain("xxx");
    }

    @Test
    void whatever_bytes_come_they_are_an_event_or_unreadable_and_no_message_quotes_them() {
        byte[] framed = EventCodec.frame(1, event);
        Random random = new Random(2026);
        int unreadable = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = framed.clone();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt();
            }
            try {
                codec.decode(damaged, PUBLISHED, model);
            } catch (UnreadableEventException e) {
                unreadable++;
                assertThat(e.getMessage()).doesNotContain("Personendaten").doesNotContain("Grundgesetz");
            }
        }
        assertThat(unreadable).isPositive();
    }

    @Test
    void well_formed_utf_8_is_told_from_what_is_not_as_the_jdk_does() {
        Random random = new Random(5);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] |= (byte) 0x80;
                }
            }
            assertThat(Utf8Form.isWellFormed(bytes, 0, bytes.length)).isEqualTo(jdkReads(bytes));
        }
    }

    @Test
    void many_threads_share_a_codec() throws Exception {
        List<byte[]> framed = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            framed.add(EventCodec.frame(n, Events.published(Events.meta(n, "2020-05-01"), "text " + n)));
        }
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                tasks.add(() -> {
                    for (int round = 0; round < 20; round++) {
                        for (int n = 0; n < framed.size(); n++) {
                            ActPublished back = (ActPublished) codec.decode(framed.get(n), PUBLISHED, model);
                            if (!back.getText().equals("text " + n)) {
                                return false;
                            }
                        }
                    }
                    return true;
                });
            }
            for (Future<Boolean> done : pool.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_text_of_four_mebibytes_goes_through_whole() {
        String text = "ä".repeat(2 * 1024 * 1024 - 1024);
        ActPublished large = Events.published(Events.meta(1, "2020-05-01"), text);

        ActPublished back = (ActPublished) codec.decode(EventCodec.frame(1, large), PUBLISHED, model);

        assertThat(back.getText()).isEqualTo(text);
    }

    @Test
    void a_wire_record_comes_back_and_one_with_bytes_left_over_does_not() {
        BlockPlace place = new BlockPlace(3, 77L);
        byte[] bytes = WireCodec.encode(place);

        assertThat(WireCodec.decode(BlockPlace.class, bytes, 0)).isEqualTo(place);
        assertThatThrownBy(() -> WireCodec.decode(BlockPlace.class, Arrays.copyOf(bytes, bytes.length + 1), 0))
                .isInstanceOf(UnreadableEventException.class);
    }

    @Test
    void no_class_but_our_generated_ones_can_come_of_a_schema() {
        for (String name : List.of("java.io.File", "org.dataembassy.schemas.EventCodec", "org.dataembassy.None")) {
            Schema schema = Schema.createRecord(name, null, null, false, List.of());

            assertThat((Object) OwnClasses.INSTANCE.getClass(schema)).isNull();
        }
    }

    private static boolean jdkReads(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    static Schema without(Schema schema, String left) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (!field.name().equals(left)) {
                fields.add(new Schema.Field(field, field.schema()));
            }
        }
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }
}
