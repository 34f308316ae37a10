package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.schemas.legislation.Events;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One event of each kind, and the state that they come to, byte for byte as they were first written. The files are
 * history: a change of format is a new version beside the old, and old bytes still read.
 */
final class GoldenBytesTest {

    private static final LegislationModel MODEL = new LegislationModel();
    private static final GoldenFiles GOLDEN = new GoldenFiles("legislation");

    static Set<String> events() {
        return built().keySet();
    }

    private static Map<String, SpecificRecord> built() {
        Map<String, SpecificRecord> events = new LinkedHashMap<>();
        events.put("ActPublished", Events.published(Events.meta(1, "1949-05-24"), "§ 1 Ä"));
        events.put("ActAmended", Events.openAmended(Events.meta(2, "1956-03-22"), "§ 1 Ö"));
        events.put("EntryIntoForceSet", Events.inForce(Events.meta(3, "1956-03-23"), 2, "1956-04-01"));
        events.put(
                "CorrigendumPublished",
                Events.corrigendum(Events.meta(4, "1956-05-01", Events.id(2)), 2, null, "§ 1 Ü"));
        events.put("ActRepealed", Events.repealed(Events.meta(5, "1990-10-03")));
        return events;
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_has_the_bytes_it_always_had(String name) throws IOException {
        GOLDEN.same(name + ".v1.hex", EventCodec.frame(1, built().get(name)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_bytes_written_under_the_first_version_still_read(String name) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(GOLDEN.hex(name + ".v1.hex"));
        Schema first = new Schema.Parser()
                .parse(Files.readString(
                        Path.of("compatibility", "org.dataembassy.registry.legislation." + name, "v1.avsc")));

        assertThat(new EventCodec().decode(bytes, first, MODEL)).isEqualTo(built().get(name));
    }

    @Test
    void the_state_has_the_bytes_it_always_had() throws IOException {
        Act act = null;
        long sequence = 0;
        for (SpecificRecord event : built().values()) {
            act = MODEL.fold(act, event, sequence++).state();
        }

        GOLDEN.same("Act.v1.hex", StateCodec.encode(act));
        assertThat(StateCodec.decode(HexFormat.of().parseHex(GOLDEN.hex("Act.v1.hex")), MODEL))
                .isEqualTo(act);
        GOLDEN.same("StateDigest.v1.hex", digest(act));
    }

    private static byte[] digest(Act act) {
        StateDigest digest = new StateDigest(MODEL.stateSchema());
        digest.add(act.getId(), StateCodec.encode(act));
        return digest.digest();
    }
}
