package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Person;
import org.dataembassy.schemas.population.People;
import org.dataembassy.schemas.population.PopulationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One event of each kind, and a state, byte for byte as they were first written. The files are history: a change of
 * format is a new version beside the old, and old bytes still read.
 */
final class GoldenPopulationTest {

    private static final PopulationModel MODEL = new PopulationModel();
    private static final GoldenFiles GOLDEN = new GoldenFiles("population");

    static Set<String> events() {
        return firstOfEachKind().keySet();
    }

    private static Map<String, SpecificRecord> firstOfEachKind() {
        Map<String, SpecificRecord> first = new LinkedHashMap<>();
        People.sample().forEach(event -> first.putIfAbsent(event.getSchema().getName(), event));
        return first;
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_has_the_bytes_it_always_had(String name) throws IOException {
        GOLDEN.same(name + ".v1.hex", EventCodec.frame(1, firstOfEachKind().get(name)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_bytes_written_under_the_first_version_still_read(String name) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(GOLDEN.hex(name + ".v1.hex"));
        Schema first = new Schema.Parser()
                .parse(Files.readString(
                        Path.of("compatibility", "org.dataembassy.registry.population." + name, "v1.avsc")));

        assertThat(new EventCodec().decode(bytes, first, MODEL))
                .isEqualTo(firstOfEachKind().get(name));
    }

    @Test
    void the_states_have_the_bytes_they_always_had() throws IOException {
        Map<String, Person> people = new TreeMap<>(StateDigest.ENTITY_ORDER);
        long sequence = 0;
        for (SpecificRecord event : People.sample()) {
            String code = ((EventMeta) event.get(0)).getEntityId();
            people.put(code, MODEL.fold(people.get(code), event, sequence++).state());
        }
        StateDigest digest = new StateDigest(MODEL.stateSchema());
        people.forEach((code, person) -> digest.add(code, StateCodec.encode(person)));

        GOLDEN.same("Person.v1.hex", StateCodec.encode(people.get(People.MARI)));
        assertThat(StateCodec.decode(HexFormat.of().parseHex(GOLDEN.hex("Person.v1.hex")), MODEL))
                .isEqualTo(people.get(People.MARI));
        GOLDEN.same("StateDigest.v1.hex", digest.digest());
    }
}
