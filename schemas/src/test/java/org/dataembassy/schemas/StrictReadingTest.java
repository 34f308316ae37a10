package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.population.Person;
import org.dataembassy.schemas.legislation.Events;
import org.dataembassy.schemas.population.People;
import org.dataembassy.schemas.population.PopulationModel;
import org.dataembassy.wire.BlockHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class StrictReadingTest {

    /** Events of both registries, and a state. */
    static List<SpecificRecord> records() {
        PopulationModel model = new PopulationModel();
        Person state = null;
        for (SpecificRecord event : People.sample()) {
            if (People.MARI.equals(EventCodec.meta(event).entityId())) {
                state = model.fold(state, event, 0).state();
            }
        }
        List<SpecificRecord> all = new ArrayList<>(People.sample());
        all.add(Events.published(Events.meta(1, "2020-05-01"), "§ 1 Personendaten"));
        all.add(state);
        return all;
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_it_reads_is_what_avro_reads(SpecificRecord written) {
        Schema writer = parsed(written.getSchema());
        byte[] bytes = EventCodec.encode(written);

        SpecificRecord strict =
                strict(writer, written.getSchema()).orElseThrow().read(bytes, 0);

        assertThat(strict).isEqualTo(written);
        assertThat(strict).isEqualTo(new ResolvingReading(writer, written.getSchema()).read(bytes, 0));
        assertThat(EventCodec.encode(strict)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("records")
    void what_it_refuses_is_what_avro_and_its_bounds_refuse(SpecificRecord written) {
        DatumReading strict = strict(written.getSchema(), written.getSchema()).orElseThrow();
        DatumReading resolving = new ResolvingReading(written.getSchema(), written.getSchema());
        byte[] bytes = EventCodec.encode(written);
        long seed = 77;
        Random random = new Random(seed);

        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertThat(outcome(strict, damaged))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(outcome(resolving, damaged));
        }
    }

    @Test
    void data_of_another_version_is_left_to_resolution() {
        Schema current = ActPublished.getClassSchema();
        Schema older = EventCodecTest.without(current, "commencementOpen");

        assertThat(strict(older, current)).isEmpty();
        assertThat(AvroBinary.reading(older, current)).isInstanceOf(ResolvingReading.class);
        assertThat(AvroBinary.reading(parsed(current), current)).isInstanceOf(StrictReading.class);
    }

    @Test
    void a_schema_without_a_class_of_ours_or_with_other_types_is_left_to_avro() {
        Schema foreign =
                parsed("{'type':'record','name':'x.Y','fields':[{'name':'a','type':'int'}]}".replace('\'', '"'));
        Schema header = BlockHeader.getClassSchema();

        assertThat(strict(foreign, foreign)).isEmpty();
        assertThat(strict(header, parsed(header.toString().replace("\"frontier\"", "\"other\""))))
                .isEmpty();
    }

    private static Optional<SpecificRecord> outcome(DatumReading reading, byte[] bytes) {
        try {
            return Optional.of(reading.read(bytes, 0));
        } catch (UnreadableEventException e) {
            assertThat(e).hasNoCause();
            return Optional.empty();
        }
    }

    private static Optional<DatumReading> strict(Schema writer, Schema reader) {
        return StrictReading.of(writer, reader);
    }

    private static Schema parsed(Schema schema) {
        return parsed(schema.toString());
    }

    private static Schema parsed(String text) {
        return new Schema.Parser().parse(text);
    }
}
