package org.dataembassy.kafka.runtime;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of jars that brokers and MirrorMaker run from, filled by the build of this module.
 *
 * <p>They are kept apart from the class path of our own programs: a broker brings Scala, Jetty and Jersey along.
 *
 * @param folder the folder which holds {@code class-path.txt} and {@code lib}
 */
public record KafkaRuntime(Path folder) {

    /** The system property that names the root of the project; {@code bin/embassy} sets it. */
    public static final String HOME_PROPERTY = "embassy.home";

    private static final Path FOLDER_IN_PROJECT = Path.of("deploy", "kafka-runtime", "target", "kafka");
    private static final String CLASS_PATH_FILE = "class-path.txt";

    /** Refuses a folder that the build has not filled. */
    public KafkaRuntime {
        Objects.requireNonNull(folder, "folder");
        if (!isFilled(folder)) {
            throw new IllegalStateException(folder + " holds no " + CLASS_PATH_FILE + ": " + HOW_TO_FILL);
        }
    }

    private static final String HOW_TO_FILL =
            "build the project first (mvn -DskipTests package, in the project's root folder)";

    /**
     * Finds the folder: in the project that {@value #HOME_PROPERTY} names, else in the project that this class was loaded
     * from, else in the project that the current directory lies in (a module's test that took this module from the local
     * Maven repository).
     *
     * @return the folder, filled
     * @throws IllegalStateException if none of the places has it; the message says how to build it
     */
    public static KafkaRuntime locate() {
        Stream<Path> places = Stream.of(
                        Optional.ofNullable(System.getProperty(HOME_PROPERTY)).map(Path::of),
                        Optional.of(codeSource()),
                        Optional.of(Path.of("")))
                .flatMap(Optional::stream)
                .flatMap(KafkaRuntime::withAncestors)
                .map(place -> place.resolve(FOLDER_IN_PROJECT));
        return places.filter(KafkaRuntime::isFilled)
                .findFirst()
                .map(KafkaRuntime::new)
                .orElseThrow(() -> new IllegalStateException("no " + FOLDER_IN_PROJECT + " above "
                        + Path.of("").toAbsolutePath() + " or " + codeSource() + ": " + HOW_TO_FILL));
    }

    /**
     * The class path of a Kafka process: Kafka's jars, and this module for {@link BrokerMain} and the log configuration.
     *
     * @return absolute paths, joined as {@code java -cp} wants them
     */
    public String classPath() {
        try {
            List<String> entries = new ArrayList<>();
            entries.add(codeSource().toString());
            for (String jar :
                    Files.readString(folder.resolve(CLASS_PATH_FILE)).strip().split(":", -1)) {
                entries.add(folder.resolve(jar).toAbsolutePath().toString());
            }
            return entries.stream().collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFilled(Path folder) {
        return Files.isRegularFile(folder.resolve(CLASS_PATH_FILE));
    }

    private static Stream<Path> withAncestors(Path start) {
        return Stream.iterate(start.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent);
    }

    private static Path codeSource() {
        try {
            return Path.of(KafkaRuntime.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class was not loaded from a file", e);
        }
    }
}
