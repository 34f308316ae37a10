package org.dataembassy.site.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dataembassy.site.query.RegistryQueries;
import org.dataembassy.site.query.SiteView;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.HaltReason;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    @Test
    void theDocumentDescribesExactlyTheRoutes() throws IOException {
        Set<String> described = new TreeSet<>();
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(routes());
    }

    @Test
    void everyPathParameterIsDescribed() throws IOException {
        document()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    Set<String> inPath = Pattern.compile("\\{(\\w+)}")
                            .matcher(path.getKey())
                            .results()
                            .map(match -> match.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
                    Set<String> described = new TreeSet<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.get("in").textValue().equals("path")) {
                            described.add(parameter.get("name").textValue());
                        }
                    });
                    assertThat(described).as(path.getKey()).isEqualTo(inPath);
                }));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() throws IOException {
        JsonNode document = document();
        Set<String> used = document.findValuesAsText("$ref").stream()
                .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> defined = new TreeSet<>();
        document.at("/components/schemas").fieldNames().forEachRemaining(defined::add);
        assertThat(used).isEqualTo(defined);
    }

    @Test
    void everyHaltReasonIsDescribed() throws IOException {
        Set<String> described = new TreeSet<>();
        document()
                .at("/components/schemas/Halt/properties/reason/enum")
                .forEach(name -> described.add(name.textValue()));
        assertThat(described)
                .isEqualTo(java.util.Arrays.stream(HaltReason.values())
                        .map(Enum::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> routes() {
        SiteView view = new SiteView(new SiteBoard(), Optional::empty, Map::of, Clock.systemUTC());
        return new ApiRoutes(new RegistryQueries(view, null, null, null), null, null)
                .all().stream()
                        .map(route -> route.method().name() + " " + route.path())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode document() throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
