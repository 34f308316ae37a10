package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataembassy.cli.Main;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.control.ControlFold;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.store.HaltReason;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages say is so: classes, commands, links, exit codes, problems, reasons. A break names file and line. */
final class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Classes that pages may name although they aren't ours. */
    private static final Set<String> FOREIGN = Set.of(
            "DefaultReplicationPolicy",
            "IdentityReplicationPolicy",
            "KafkaAvroDeserializer",
            "KafkaClientSupplier",
            "MirrorMaker",
            "MirrorSourceTask",
            "Schema",
            "SpecificDatumReader",
            "StrictMath",
            "TopologyTestDriver");

    /** Reasons that are no defence: what becomes of a block that is as it should be. */
    private static final Set<Reason> NO_ATTACK = EnumSet.of(Reason.ACCEPTED);

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CLASS = Pattern.compile("(?:[a-z-]+/…/|[\\w/.-]*/)?([A-Z]\\w*[a-z]\\w*)"
            + "(?:\\.[A-Z]\\w*|\\.java|(?:\\.|#)\\w+(?:\\([^)]*\\))?)?");
    private static final Pattern CAMEL = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+");
    private static final Pattern UPPER = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*");
    private static final Pattern KEBAB = Pattern.compile("[a-z]+(?:-[a-z]+)+");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

    /** One line of a page, from 1. */
    private record Line(Path file, int number, String text) {
        String at(String what) {
            return ROOT.relativize(file) + ":" + number + ": " + what;
        }

        List<String> code() {
            return CODE.matcher(text).results().map(found -> found.group(1)).toList();
        }

        /** Of a row of a table; empty for anything else. */
        List<String> cells() {
            String row = text.strip();
            if (row.length() < 2 || !row.startsWith("|") || !row.endsWith("|")) {
                return List.of();
            }
            return Arrays.stream(row.substring(1, row.length() - 1).split("(?<!\\\\)\\|", -1))
                    .map(String::strip)
                    .toList();
        }
    }

    @Test
    void every_class_that_the_architecture_names_exists() {
        Set<String> known = sourceNames();
        List<String> broken = new ArrayList<>();
        prose(ROOT.resolve("docs/architecture.md"))
                .forEach(line -> line.code().forEach(code -> {
                    Matcher named = CLASS.matcher(code);
                    if (named.matches() && !known.contains(named.group(1)) && !FOREIGN.contains(named.group(1))) {
                        broken.add(line.at("there is no class " + named.group(1)));
                    }
                }));

        assertThat(broken).isEmpty();
    }

    @Test
    void every_camel_case_name_on_any_page_is_a_class_or_a_record_of_ours() {
        Set<String> known = sourceNames();
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            prose(page)
                    .forEach(line -> line.code().forEach(code -> {
                        if (CAMEL.matcher(code).matches() && !known.contains(code) && !FOREIGN.contains(code)) {
                            broken.add(line.at("there is no class " + code));
                        }
                    }));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void every_embassy_command_in_a_bash_block_parses() {
        List<String> broken = new ArrayList<>();
        int commands = 0;
        for (Path page : pages()) {
            for (Line command : embassyCommands(page)) {
                commands++;
                try {
                    CommandLine commandLine = Main.model().commandLine();
                    commandLine.parseArgs(command.text().split("\0"));
                } catch (CommandLine.ParameterException e) {
                    broken.add(command.at("embassy " + command.text().replace('\0', ' ') + ": " + e.getMessage()));
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(commands).as("commands on pages").isGreaterThan(20);
    }

    @Test
    void every_relative_link_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (Line line : prose(page)) {
                for (MatchResult link : LINK.matcher(line.text()).results().toList()) {
                    checkLink(line, link.group(1), broken);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void the_exit_codes_of_the_readme_are_those_of_the_program() {
        Path readme = ROOT.resolve("README.md");
        Map<String, String> written = new TreeMap<>();
        for (Line row : table(readme, "exit code")) {
            written.put(bare(row.cells().get(0)), bare(row.cells().get(1)));
        }

        assertThat(written)
                .as("the table \"| code | meaning |\" of README.md, under a heading \"Exit codes\"")
                .isEqualTo(new TreeMap<>(Arrays.stream(ExitCode.values())
                        .collect(Collectors.toMap(code -> Integer.toString(code.code()), ExitCode::meaning))));
    }

    @Test
    void every_problem_is_on_its_page() throws IOException {
        Path page = ROOT.resolve("docs/problems.md");
        Path made = Files.createDirectories(Path.of("target", "docs")).resolve("problems.md");
        Files.writeString(made, problemsPage());

        assertThat(Files.isRegularFile(page) ? Files.readString(page) : "")
                .as("docs/problems.md; if the catalogue was meant to change: cp integration-tests/%s docs/", made)
                .isEqualTo(problemsPage());
    }

    @Test
    void every_reason_in_the_threat_model_exists_and_every_reason_is_there() {
        Path page = ROOT.resolve("docs/threat-model.md");
        Set<String> reasons = names(Arrays.asList(Reason.values()));
        Set<String> allowed = new HashSet<>(reasons);
        allowed.addAll(names(Arrays.asList(ControlFold.Result.values())));
        allowed.addAll(names(Arrays.asList(HaltReason.values())));
        Set<String> problems =
                Arrays.stream(Problem.values()).map(Problem::code).collect(Collectors.toSet());
        Set<String> written = new HashSet<>();
        List<String> broken = new ArrayList<>();
        for (Line row : table(page, "reason")) {
            for (String code : row.code()) {
                written.add(code);
                if (UPPER.matcher(code).matches() && !allowed.contains(code)) {
                    broken.add(row.at("there is no reason " + code));
                }
                if (KEBAB.matcher(code).matches() && !problems.contains(code) && !isCodeOfTheSite(code)) {
                    broken.add(row.at("there is no problem " + code));
                }
            }
        }
        for (Reason reason : Reason.values()) {
            if (!NO_ATTACK.contains(reason) && !written.contains(reason.name())) {
                broken.add(ROOT.relativize(page) + ": no row has the reason " + reason);
            }
        }

        assertThat(broken).isEmpty();
    }

    private static Set<String> names(Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).collect(Collectors.toSet());
    }

    /** Codes that only an answer of the site service has; they are strings in its query package. */
    private static boolean isCodeOfTheSite(String code) {
        try (Stream<Path> sources = Files.walk(ROOT.resolve("streams-app/src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith(".java"))
                    .anyMatch(file -> read(file).contains("\"" + code + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String problemsPage() {
        StringBuilder page = new StringBuilder("""
                # Problems

                Every failure that a user can act on, by its code, which never changes its meaning. `embassy` prints it with what happened, where, and what to do next, and ends with the exit code. Made from the catalogue (`Problem`) by `DocumentationTest`.

                | code | exit code | next |
                |---|---|---|
                """);
        Stream.of(Problem.values())
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> problem.exitCode().code())
                        .thenComparing(Problem::code))
                .forEach(problem -> page.append("| `")
                        .append(problem.code())
                        .append("` | ")
                        .append(problem.exitCode().code())
                        .append(" | ")
                        .append(problem.next().replace("|", "\\|"))
                        .append(" |\n"));
        return page.toString();
    }

    private static void checkLink(Line line, String target, List<String> broken) {
        if (target.matches("[a-z]+:.*")) {
            return;
        }
        String[] fileAndAnchor = target.split("#", 2);
        Path file = fileAndAnchor[0].isEmpty()
                ? line.file()
                : line.file().resolveSibling(fileAndAnchor[0]).normalize();
        if (!Files.exists(file)) {
            broken.add(line.at("there is nothing at " + target));
        } else if (fileAndAnchor.length == 2
                && file.toString().endsWith(".md")
                && !anchors(file).contains(fileAndAnchor[1])) {
            broken.add(line.at("there is no heading for " + target));
        }
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path page) {
        return prose(page).stream()
                .map(Line::text)
                .filter(text -> text.startsWith("#"))
                .map(text -> text.replaceFirst("#+\\s*", "").strip().toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** The rows of the tables that have {@code about} in a cell of their header or in the heading above. */
    private static List<Line> table(Path page, String about) {
        List<Line> rows = new ArrayList<>();
        String heading = "";
        boolean within = false;
        Line before = null;
        for (Line line : prose(page)) {
            if (line.text().startsWith("#")) {
                heading = line.text();
            }
            if (line.cells().isEmpty()) {
                within = false;
            } else if (line.text().strip().matches("[|: -]+")) {
                within = before != null
                        && Stream.concat(before.cells().stream(), Stream.of(heading))
                                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(about));
            } else if (within) {
                rows.add(line);
            }
            before = line;
        }
        assertThat(rows)
                .as("a table about \"%s\" in %s", about, ROOT.relativize(page))
                .isNotEmpty();
        return rows;
    }

    /** A cell without what makes it look like code, and without a full stop. */
    private static String bare(String cell) {
        return cell.replace("`", "").replaceFirst("\\.$", "").strip();
    }

    /** Names of all sources of ours and of all Avro types, without their extension. */
    private static Set<String> sourceNames() {
        Set<String> names = new HashSet<>();
        visit(ROOT, file -> {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
                names.add(name.substring(0, name.length() - ".java".length()));
            } else if (name.endsWith(".avsc")) {
                Pattern.compile("\"name\"\\s*:\\s*\"([A-Z]\\w*)\"")
                        .matcher(read(file))
                        .results()
                        .forEach(found -> names.add(found.group(1)));
            }
        });
        return names;
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        visit(ROOT, file -> {
            if (file.toString().endsWith(".md")) {
                pages.add(file);
            }
        });
        pages.sort(Comparator.naturalOrder());
        return pages;
    }

    /** Every file that belongs to the project: nothing built, nothing hidden. */
    private static void visit(Path root, Consumer<Path> visitor) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean skipped = !folder.equals(root) && (name.startsWith(".") || name.equals("target"));
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    visitor.accept(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Line> lines(Path page) {
        assertThat(page).isRegularFile();
        String[] texts = read(page).split("\n", -1);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            lines.add(new Line(page, i + 1, texts[i]));
        }
        return lines;
    }

    /** What lies outside of fenced blocks. */
    private static List<Line> prose(Path page) {
        List<Line> prose = new ArrayList<>();
        boolean fenced = false;
        for (Line line : lines(page)) {
            if (line.text().strip().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                prose.add(line);
            }
        }
        return prose;
    }

    /** The commands in a page's bash blocks that call us; the text is their arguments, joined by NUL. */
    private static List<Line> embassyCommands(Path page) {
        List<Line> commands = new ArrayList<>();
        boolean bash = false;
        StringBuilder continued = new StringBuilder();
        for (Line line : lines(page)) {
            String text = line.text().strip();
            if (text.startsWith("```")) {
                bash = text.equals("```bash");
                continued.setLength(0);
            } else if (bash && text.endsWith("\\")) {
                continued.append(text, 0, text.length() - 1).append(' ');
            } else if (bash) {
                ShellWords.commands(continued.append(text).toString()).stream()
                        .filter(words ->
                                words.get(0).equals("embassy") || words.get(0).endsWith("bin/embassy"))
                        .map(words -> String.join("\0", words.subList(1, words.size())))
                        .forEach(arguments -> commands.add(new Line(page, line.number(), arguments)));
                continued.setLength(0);
            }
        }
        return commands;
    }

    /** As much of a shell's grammar as pages use: quotes, comments, pipes, lists, redirections, assignments. */
    private static final class ShellWords {
        private static final Pattern TOKEN = Pattern.compile(
                "\\s*(?:(#.*)|(&&|\\|\\||[|;&])|((?:\"[^\"]*\"|'[^']*'|\\$\\([^)]*\\)|[^\\s\"'|;&])+))");

        private ShellWords() {}

        static List<List<String>> commands(String line) {
            List<List<String>> commands = new ArrayList<>();
            List<String> words = new ArrayList<>();
            boolean redirected = false;
            Matcher token = TOKEN.matcher(line);
            int at = 0;
            while (at < line.length() && token.region(at, line.length()).lookingAt() && token.group(1) == null) {
                at = token.end();
                if (token.group(2) != null) {
                    end(words, commands);
                    words = new ArrayList<>();
                } else if (redirected) {
                    redirected = false;
                } else if (token.group(3).matches("\\d?(?:>>?|<)")) {
                    redirected = true;
                } else if (!token.group(3).matches("\\d?[<>].+")
                        && !(words.isEmpty() && token.group(3).matches("\\w+=.*"))) {
                    words.add(token.group(3).replaceAll("[\"']", ""));
                }
            }
            end(words, commands);
            return commands;
        }

        private static void end(List<String> words, List<List<String>> commands) {
            if (!words.isEmpty()) {
                commands.add(words);
            }
        }
    }
}
