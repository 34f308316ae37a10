package org.dataembassy.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was taken out of the carrier, and that nothing is missing from it. */
final class CarrierTest {

    /**
     * What the client names without needing it for anything done here: documentation annotations, Guava's own
     * annotations, what the console tools read with, TLS providers of others, and OAuth as Kafka 3 had it.
     */
    private static final Set<String> NOT_NEEDED = Set.of(
            "com.google.errorprone.annotations",
            "com.google.errorprone.annotations.concurrent",
            "com.google.j2objc.annotations",
            "io.swagger.v3.oas.annotations.media",
            "kafka.serializer",
            "kafka.utils",
            "org.apache.kafka.common.security.oauthbearer.internals.secured",
            "org.apache.kafka.common.security.oauthbearer.secured",
            "org.apache.kafka.tools.api",
            "org.bouncycastle.jsse",
            "org.jspecify.annotations");

    /** A line of jdeps: the class that refers, an arrow, the package and class referred to. */
    private static final Pattern MISSING = Pattern.compile("-> ([a-z0-9_.]+)\\.[A-Z][A-Za-z0-9_$]*\\s+not found");

    @Test
    void every_package_that_the_client_refers_to_is_on_the_class_path_or_known_not_to_be_needed() throws Exception {
        StringWriter out = new StringWriter();
        String classPath = Arrays.stream(
                        System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(System.getProperty("path.separator")));

        int exit = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "--multi-release",
                        "17",
                        "--class-path",
                        classPath,
                        "--missing-deps",
                        classes().toString());

        assertThat(exit).as(out.toString()).isZero();
        Set<String> missing = new TreeSet<>();
        for (Matcher found = MISSING.matcher(out.toString()); found.find(); ) {
            missing.add(found.group(1));
        }
        assertThat(missing).isNotEmpty().isSubsetOf(NOT_NEEDED);
    }

    @Test
    void nothing_is_unpacked_that_would_shadow_other_libraries() throws Exception {
        try (Stream<Path> files = Files.walk(classes())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> classesUnchecked().relativize(file).toString())
                            .filter(name -> !name.startsWith("io/confluent/")
                                    && !name.startsWith("org/apache/pinot/shaded/")
                                    && !name.startsWith("META-INF/carrier/")
                                    && !name.startsWith("META-INF/services/io.confluent.")
                                    && !name.startsWith("META-INF/services/org.apache.pinot.shaded.")))
                    .isEmpty();
        }
    }

    @Test
    void the_licence_and_notices_of_what_was_unpacked_come_with_it() throws Exception {
        Path carrier = classes().resolve("META-INF/carrier");

        assertThat(Files.readString(carrier.resolve("LICENSE"))).contains("Apache License");
        assertThat(Files.readString(carrier.resolve("META-INF/DEPENDENCIES")))
                .contains("io.confluent:kafka-avro-serializer:jar:7.9.5");
        assertThat(carrier.resolve("NOTICE")).exists();
        assertThat(carrier.resolve("META-INF/NOTICE")).exists();
        assertThat(carrier.resolve("META-INF/thirdparty-LICENSE")).exists();
    }

    private static Path classes() throws URISyntaxException, IOException {
        return Path.of(KafkaAvroSerializer.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toRealPath();
    }

    private static Path classesUnchecked() {
        try {
            return classes();
        } catch (URISyntaxException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
