package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.control.ControlFold;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.store.HaltReason;
import org.junit.jupiter.api.Test;

/**
 * The attack table of {@code docs/threat-model.md}: every attacker, object and operation is in exactly one row; a row
 * says how the attack is told and names tests that exist, or says why there is nothing to do.
 */
final class AttackTableTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path PAGE = ROOT.resolve("docs/threat-model.md");
    private static final String NONE = "—";
    private static final int SHORTEST_SENTENCE = 8;

    private static final Pattern HEADING = Pattern.compile("### On an? (.+)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern SHOWN = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`(?: “([^”]+)”)?");

    private enum Attacker {
        BROKER,
        DISK,
        NETWORK,
        SIGNING_KEY,
        SITE_KEY,
        OFFICIAL
    }

    private enum Target {
        BLOCK,
        HEADER,
        BODY,
        SIGNATURE,
        KEY_GRANT,
        SCHEMA,
        CONTROL_STATEMENT,
        CHECKPOINT,
        TRUST_ROOT,
        CHANGELOG,
        SNAPSHOT,
        HIGH_WATER_FILE
    }

    private enum Operation {
        CHANGE,
        DROP,
        INSERT,
        REORDER,
        REPLAY,
        MOVE,
        TRUNCATE,
        FORK,
        ROLL_BACK,
        DELAY
    }

    private record Cell(Attacker attacker, Target target, Operation operation) {}

    /** One line of the page, from 1. */
    private record Row(
            int line,
            Target target,
            Set<Attacker> who,
            Set<Operation> does,
            String happens,
            String told,
            String shown) {
        boolean isEmpty() {
            return told.equals(NONE);
        }

        String at(String what) {
            return "docs/threat-model.md:" + line + ": " + what;
        }

        List<Cell> cells() {
            return who.stream()
                    .flatMap(attacker -> does.stream().map(operation -> new Cell(attacker, target, operation)))
                    .toList();
        }
    }

    @Test
    void every_cell_is_in_exactly_one_row() {
        Map<Cell, List<Integer>> lines = new HashMap<>();
        rows().forEach(row -> row.cells()
                .forEach(cell ->
                        lines.computeIfAbsent(cell, c -> new ArrayList<>()).add(row.line())));
        List<String> broken = new ArrayList<>();
        for (Target target : Target.values()) {
            for (Attacker attacker : Attacker.values()) {
                for (Operation operation : Operation.values()) {
                    List<Integer> found = lines.getOrDefault(new Cell(attacker, target, operation), List.of());
                    if (found.size() != 1) {
                        broken.add(target + ", " + attacker + ", " + operation + ": in lines " + found);
                    }
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void what_is_not_empty_says_how_it_is_told_and_what_shows_it() {
        Set<String> told = new HashSet<>(names(Reason.values()));
        told.addAll(names(ControlFold.Result.values()));
        told.addAll(names(HaltReason.values()));
        Arrays.stream(Problem.values()).map(Problem::code).forEach(told::add);
        Map<String, String> tests = sources("src/test");
        Collection<String> site = sources("streams-app/src/main").values();
        List<String> broken = new ArrayList<>();
        for (Row row : rows()) {
            if (row.happens().length() < SHORTEST_SENTENCE) {
                broken.add(row.at("says too little of what happens"));
            }
            if (row.isEmpty()) {
                if (!row.shown().equals(NONE)) {
                    broken.add(row.at("is empty, but names a test"));
                }
                continue;
            }
            CODE.matcher(row.told())
                    .results()
                    .map(found -> found.group(1))
                    .filter(code -> code.matches("[A-Z_]+|[a-z]+(-[a-z]+)+")
                            && !told.contains(code)
                            // Codes that only the site's answers have are strings there.
                            && site.stream().noneMatch(text -> text.contains("\"" + code + "\"")))
                    .forEach(code -> broken.add(row.at("nothing is told as " + code)));
            Matcher shown = SHOWN.matcher(row.shown());
            int tested = 0;
            while (shown.find()) {
                tested++;
                if (!exists(shown.group(1), shown.group(2), shown.group(3), tests)) {
                    broken.add(row.at("there is no test " + shown.group()));
                }
            }
            if (tested == 0) {
                broken.add(row.at("names no test"));
            }
        }

        assertThat(broken).isEmpty();
    }

    /** A test by its method, or by a sentence that the test class or a source beside it has as a string. */
    private static boolean exists(String test, String method, String sentence, Map<String, String> tests) {
        String source = tests.get(test);
        if (source == null) {
            return false;
        }
        if (method != null
                && !Pattern.compile("void " + method + "\\(").matcher(source).find()) {
            return false;
        }
        return sentence == null || tests.values().stream().anyMatch(text -> text.contains("\"" + sentence + "\""));
    }

    private static Set<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
    }

    private static Map<String, String> sources(String part) {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".java")
                            && ROOT.relativize(file).toString().contains(part + "/"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            AttackTableTest::read,
                            (one, other) -> one + other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Target target = null;
        int number = 0;
        for (String line : read(PAGE).split("\n", -1)) {
            number++;
            Matcher heading = HEADING.matcher(line);
            if (line.startsWith("#")) {
                target = heading.matches() ? value(Target.values(), heading.group(1), number) : null;
            } else if (target != null
                    && line.startsWith("|")
                    && !line.matches("[|: -]+")
                    && !line.startsWith("| who")) {
                rows.add(row(number, target, line));
            }
        }
        assertThat(rows)
                .as("rows under headings such as \"### On a block\" in %s", PAGE)
                .isNotEmpty();
        return rows;
    }

    private static Row row(int number, Target target, String line) {
        List<String> cells = Arrays.stream(
                        line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
        assertThat(cells).as("cells of docs/threat-model.md:%d", number).hasSize(5);
        return new Row(
                number,
                target,
                values(Attacker.values(), cells.get(0), number),
                values(Operation.values(), cells.get(1), number),
                cells.get(2),
                cells.get(3),
                cells.get(4));
    }

    private static <E extends Enum<E>> Set<E> values(E[] all, String text, int number) {
        return text.equals("any")
                ? new TreeSet<>(Arrays.asList(all))
                : Arrays.stream(text.split(","))
                        .map(name -> value(all, name.strip(), number))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static <E extends Enum<E>> E value(E[] all, String name, int number) {
        return Arrays.stream(all)
                .filter(value ->
                        value.name().equals(name.replaceAll("[ -]", "_").toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "docs/threat-model.md:" + number + ": \"" + name + "\" is none of " + Arrays.toString(all)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
