package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.dataembassy.registry.EventMeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every schema, so that what is hashed or signed has one form only. */
final class SchemaRulesTest {

    static List<Schema> all() {
        return Stream.concat(OwnSchemas.kept().stream(), OwnSchemas.states().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void no_schema_has_a_map_whose_order_is_open_or_a_floating_point_number(Schema schema) {
        assertThat(types(schema, new HashSet<>()))
                .doesNotContain(Schema.Type.MAP, Schema.Type.FLOAT, Schema.Type.DOUBLE);
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_text_of_a_schema_parses_to_the_same_text(Schema schema) {
        String text = SchemaTexts.of(schema);

        assertThat(SchemaTexts.of(new Schema.Parser().parse(text))).isEqualTo(text);
        assertThat(SchemaTexts.of(new Schema.Parser().parse(schema.toString(true))))
                .isEqualTo(text);
        assertThat(SchemaFingerprint.of(schema)).hasSize(32);
    }

    @Test
    void every_event_begins_with_meta_and_lies_in_its_registrys_namespace() {
        for (RegistryModel<?> model : RegistryModels.all()) {
            for (Schema event : model.eventSchemas()) {
                assertThat(event.getFields().get(0).name()).isEqualTo("meta");
                assertThat(event.getFields().get(0).schema()).isEqualTo(EventMeta.getClassSchema());
                assertThat(event.getNamespace()).startsWith("org.dataembassy.registry.");
            }
        }
    }

    @Test
    void a_map_anywhere_would_be_seen() {
        Schema nested = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"E\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\","
                        + "{\"type\":\"array\",\"items\":{\"type\":\"map\",\"values\":\"float\"}}]}]}");

        assertThat(types(nested, new HashSet<>())).contains(Schema.Type.MAP, Schema.Type.FLOAT);
    }

    private static Set<Schema.Type> types(Schema schema, Set<String> seen) {
        Set<Schema.Type> types = new HashSet<>();
        types.add(schema.getType());
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> types.addAll(types(field.schema(), seen)));
                }
            }
            case ARRAY -> types.addAll(types(schema.getElementType(), seen));
            case MAP -> types.addAll(types(schema.getValueType(), seen));
            case UNION -> schema.getTypes().forEach(branch -> types.addAll(types(branch, seen)));
            default -> {}
        }
        return types;
    }
}
