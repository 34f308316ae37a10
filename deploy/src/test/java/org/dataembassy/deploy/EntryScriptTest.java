package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/embassy} in a project that looks like this one, with a Maven that only notes that it was called. */
class EntryScriptTest {

    private static final Path SCRIPT = Path.of("..", "bin", "embassy");

    @TempDir
    Path temporary;

    private Path project;
    private Path tools;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temporary.resolve("a project"));
        tools = Files.createDirectories(temporary.resolve("tools"));
        Files.createDirectories(project.resolve("bin"));
        Files.copy(SCRIPT, project.resolve("bin/embassy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve("cli/src/main/java"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("cli/src/main/java/Some.java"), "");
        Path jar = makeProgram();
        fakeMaven("""
                #!/usr/bin/env bash
                echo called >>"%s/maven-calls"
                mkdir -p "%s/cli/target"
                sleep 0.3
                cp "%s" "%s/cli/target/embassy-cli-1.jar"
                """.formatted(temporary, project, jar, project));
    }

    @Test
    void the_first_use_builds_and_the_second_does_not() {
        Result first = embassy(project.resolve("bin/embassy"), Map.of(), "one", "two words");
        Result second = embassy(project.resolve("bin/embassy"), Map.of(), "three");

        assertThat(first.output()).isEqualTo("home=" + project + " arguments=[one, two words]\n");
        assertThat(first.exitCode()).isEqualTo(42);
        assertThat(first.errors()).contains("first use: building");
        assertThat(second.output()).endsWith("arguments=[three]\n");
        assertThat(second.errors()).isEmpty();
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void a_changed_source_is_built_again() throws IOException {
        embassy(project.resolve("bin/embassy"), Map.of());
        Files.setLastModifiedTime(
                project.resolve("cli/src/main/java/Some.java"),
                FileTime.from(Instant.now().plusSeconds(5)));

        Result result = embassy(project.resolve("bin/embassy"), Map.of());

        assertThat(result.errors()).contains("sources have changed");
        assertThat(mavenCalls()).isEqualTo(2);
    }

    @Test
    void two_first_uses_at_once_build_once() {
        CompletableFuture<Result> other =
                CompletableFuture.supplyAsync(() -> embassy(project.resolve("bin/embassy"), Map.of(), "other"));

        Result one = embassy(project.resolve("bin/embassy"), Map.of(), "one");

        assertThat(one.output()).endsWith("arguments=[one]\n");
        assertThat(other.join().output()).endsWith("arguments=[other]\n");
        assertThat(mavenCalls()).isEqualTo(1);
    }

    @Test
    void it_works_through_a_symbolic_link() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), project.resolve("bin/embassy"));

        Result result = embassy(link, Map.of());

        assertThat(result.output()).startsWith("home=" + project + " ");
    }

    @Test
    void options_for_the_jvm_arrive() {
        Result result = embassy(
                project.resolve("bin/embassy"), Map.of("EMBASSY_JAVA_OPTS", "-Xmx64m -Dtest.extra=yes"), "extra");

        assertThat(result.output()).endsWith("arguments=[extra] yes\n");
    }

    @Test
    void a_failed_build_says_where_its_log_is_and_is_tried_again() throws IOException {
        fakeMaven("#!/usr/bin/env bash\necho '[ERROR] cannot resolve x'\nexit 1\n");

        Result result = embassy(project.resolve("bin/embassy"), Map.of());

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.errors()).contains("[ERROR] cannot resolve x", "embassy-build.log");
        assertThat(project.resolve("cli/target/embassy/built")).doesNotExist();
    }

    @Test
    void too_old_a_java_is_refused_with_what_to_do() throws IOException {
        Path old = Files.createDirectories(temporary.resolve("old-java/bin"));
        Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"11.0.2\"\n");
        executable(old.resolve("java"), "#!/usr/bin/env bash\n");
        // Only the old one is to be found: the usual folders' tools without java.
        for (String tool : List.of("bash", "readlink", "dirname", "mktemp", "mkdir", "rm", "mv", "tee")) {
            Files.createSymbolicLink(tools.resolve(tool), which(tool));
        }

        Result result = embassy(
                project.resolve("bin/embassy"),
                Map.of("JAVA_HOME", old.getParent().toString(), "PATH", tools.toString()));

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.errors()).contains("(version 11)", "Install a JDK 17");
        assertThat(mavenCalls()).isZero();
    }

    private record Result(int exitCode, String output, String errors) {}

    private Result embassy(Path script, Map<String, String> environment, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(script.toString()));
            command.addAll(List.of(arguments));
            Path errors = Files.createTempFile(temporary, "errors", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(temporary.toFile()).redirectError(errors.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
            builder.environment().remove("EMBASSY_JAVA_OPTS");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Result(process.exitValue(), output, Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }

    private long mavenCalls() {
        try {
            Path calls = temporary.resolve("maven-calls");
            return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fakeMaven(String script) throws IOException {
        executable(tools.resolve("mvn"), script);
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) {
        return List.of("/usr/bin", "/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** A program by the name of ours that prints what it was given. */
    private Path makeProgram() throws IOException {
        Path source = Files.createDirectories(temporary.resolve("source")).resolve("Main.java");
        Files.writeString(source, """
                package org.dataembassy.cli;

                public class Main {
                    public static void main(String[] arguments) {
                        String extra = System.getProperty("test.extra");
                        System.out.println("home=" + System.getProperty("embassy.home") + " arguments="
                                + java.util.Arrays.toString(arguments) + (extra == null ? "" : " " + extra));
                        System.exit(42);
                    }
                }
                """);
        Path classes = Files.createDirectories(temporary.resolve("classes"));
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        Path jar = temporary.resolve("program.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("org/dataembassy/cli/Main.class"));
            Files.copy(classes.resolve("org/dataembassy/cli/Main.class"), out);
        }
        return jar;
    }
}
