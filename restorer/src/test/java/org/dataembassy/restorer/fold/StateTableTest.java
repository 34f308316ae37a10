package org.dataembassy.restorer.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.restorer.fixture.Acts;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateTableTest {
    private static final LegislationModel MODEL = new LegislationModel();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {0, 20_000, Long.MAX_VALUE})
    void a_table_with_little_memory_holds_what_one_with_all_of_it_holds(long memoryBytes) {
        long seed = new Random().nextLong();
        System.out.println("StateTableTest seed " + seed);
        Random random = new Random(seed);
        Map<String, Act> expected = new HashMap<>();
        try (StateTable<Act> table = new StateTable<>(MODEL, folder, 8, memoryBytes)) {
            for (int i = 0; i < 5_000; i++) {
                String id = "act-" + random.nextInt(300);
                assertThat(table.get(id)).isEqualTo(expected.get(id));
                if (random.nextInt(3) > 0) {
                    Act state = state(id, expected.get(id), i);
                    expected.put(id, state);
                    table.put(id, state);
                }
            }
            assertThat(table.size()).isEqualTo(expected.size());
            List<String> sorted = new ArrayList<>(expected.keySet());
            sorted.sort(StateDigest.ENTITY_ORDER);
            assertThat(table.inOrder()).extracting(StateTable.Entry::id).isEqualTo(sorted);
            table.inOrder().forEach(entry -> {
                assertThat(table.peek(entry)).isEqualTo(expected.get(entry.id()));
                assertThat(table.bytes(entry)).isEqualTo(StateCodec.encode(expected.get(entry.id())));
            });
        }
    }

    @Test
    void what_is_spilled_is_for_this_process_only_and_has_no_name() throws IOException {
        try (StateTable<Act> table = new StateTable<>(MODEL, folder, 1, 0)) {
            for (int i = 0; i < 20; i++) {
                table.put("canary-" + i, state("canary-" + i, null, i));
            }
            Path file = onlyFile();
            assertThat(folder).isEmptyDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .isNotEmpty()
                    .doesNotContain("canary");
        }
    }

    @Test
    void a_value_altered_or_put_back_to_an_older_one_does_not_open() throws IOException {
        try (SpillFile spill = new SpillFile(folder)) {
            // given
            SpillFile.Slot older = spill.write(null, new byte[100]);
            byte[] olderBytes = Files.readAllBytes(onlyFile());
            SpillFile.Slot newer = spill.write(older, new byte[90]);
            byte[] newerBytes = Files.readAllBytes(onlyFile());
            assertThat(spill.read(newer)).hasSize(90);
            // when, then
            Files.write(onlyFile(), olderBytes);
            assertThatThrownBy(() -> spill.read(newer)).isInstanceOf(UncheckedIOException.class);
            newerBytes[50] ^= 1;
            Files.write(onlyFile(), newerBytes);
            assertThatThrownBy(() -> spill.read(newer)).isInstanceOf(UncheckedIOException.class);
            Files.write(onlyFile(), new byte[0]);
            assertThatThrownBy(() -> spill.read(newer)).isInstanceOf(UncheckedIOException.class);
        }
    }

    /** It has no name any more, so that a crash leaves nothing behind: Linux shows it among what this process has open. */
    private Path onlyFile() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            List<Path> all = open.filter(this::isSpillFile).toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private boolean isSpillFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor)
                    .startsWith(folder.resolve("").toRealPath());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static Act state(String id, Act before, int n) {
        return MODEL.fold(before, before == null ? Acts.published(id, n, "t" + n) : Acts.amended(id, n, "t" + n), n)
                .state();
    }
}
