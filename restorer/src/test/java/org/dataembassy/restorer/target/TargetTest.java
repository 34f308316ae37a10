package org.dataembassy.restorer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.restorer.fixture.Acts;
import org.dataembassy.restorer.fixture.FailingTargetFiles;
import org.dataembassy.restorer.fixture.MemoryTopics;
import org.dataembassy.restorer.fixture.TestLedger;
import org.dataembassy.restorer.fold.EventReader;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LeafFile;
import org.dataembassy.restorer.replay.OpeningJudge;
import org.dataembassy.restorer.replay.ReplaySource;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final Set<TargetFormat> BOTH = Set.of(TargetFormat.AVRO, TargetFormat.JSONL);
    private static final Digest IDENTITY = Digest.sha256(new byte[] {1});

    @TempDir
    private Path parent;

    private Path target;
    private final List<RecordedEvent> events = new ArrayList<>();

    @BeforeEach
    void readALedger() {
        target = parent.resolve("restored");
        TestLedger ledger = TestLedger.open(1, 21);
        MemoryTopics topics = new MemoryTopics().topic("t", 1);
        for (int i = 0; i < 20; i++) {
            topics.append(
                    "t",
                    0,
                    ledger.block(0, Acts.published("act_" + i, i, "line one\nline \"two\" ä" + i, "case"))
                            .value());
        }
        topics.append(
                "t",
                0,
                ledger.block(0, Acts.amended("act_3", 30, "x".repeat(200_000))).value());
        LedgerId id = ledger.id(0);
        EventReader reader = new EventReader(new LegislationModel(), 1, java.util.Map.of());
        try (LeafFile leaves = LeafFile.temporary();
                VerifiedBlocks blocks = new VerifiedBlocks(
                        id,
                        List.of(ReplaySource.all(topics.source("t", 0), topics.range("t", 0))),
                        topics,
                        new OpeningJudge(id, ledger.trust().view(), Optional.empty()),
                        new HeadWitness(id, List.of()),
                        leaves,
                        new Findings())) {
            for (Optional<VerifiedBlock> next = blocks.next(); next.isPresent(); next = blocks.next()) {
                events.add(reader.open(next.get()).read(0));
            }
        }
    }

    @Test
    void the_target_appears_whole_for_its_owner_only_and_reads_back() throws Exception {
        Digest digest = write(new PosixTargetFiles());

        assertThat(names(target))
                .containsExactly("history.avro", "history.jsonl", "parts.avro", "states.avro", "states.jsonl");
        assertThat(names(parent)).containsExactly("restored");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("states.avro"))))
                .isEqualTo("rw-------");
        try (RegistryFold<Act> fold = fold(parent)) {
            assertThat(digest).isEqualTo(fold.stateDigest());
        }
    }

    @Test
    void anybodys_avro_reads_states_and_parts_in_the_order_of_entity_ids() throws Exception {
        write(new PosixTargetFiles());

        List<GenericRecord> states = avro("states.avro");
        List<GenericRecord> parts = avro("parts.avro");

        assertThat(states).hasSize(20);
        assertThat(states.stream().map(state -> state.get("id").toString())).isSorted();
        assertThat(parts).hasSize(21);
        assertThat(parts.stream().filter(part -> part.get("entityId").toString().equals("act_3")))
                .hasSize(2);
    }

    @Test
    void json_lines_have_the_text_as_it_is_and_history_its_provenance() throws Exception {
        write(new PosixTargetFiles());
        ObjectMapper json = new ObjectMapper();

        List<String> states = Files.readAllLines(target.resolve("states.jsonl"));
        JsonNode first = json.readTree(states.get(0));
        JsonNode last = json.readTree(
                Files.readAllLines(target.resolve("history.jsonl")).get(20));

        assertThat(states).hasSize(20);
        assertThat(first.get("text").asText()).isEqualTo("line one\nline \"two\" ä0");
        assertThat(last.get("sequence").asLong()).isEqualTo(20);
        assertThat(last.get("blockIndex").asLong()).isEqualTo(20);
        assertThat(last.get("place").asText()).isEqualTo("t-0@20");
        assertThat(last.get("type").asText()).isEqualTo("ActAmended");
        assertThat(last.get("event").get("meta").get("recordedAt").asText()).isEqualTo("2026-01-01T00:00:30Z");
        assertThat(last.get("event").get("meta").get("effectiveOn").asText()).isEqualTo("2026-01-01");
        assertThat(last.get("event").get("meta").get("caseId").isNull()).isTrue();
    }

    @Test
    void history_in_avro_is_whole_and_typed() throws Exception {
        write(new PosixTargetFiles());

        List<GenericRecord> history = avro("history.avro");

        assertThat(history).hasSize(21);
        assertThat(((GenericRecord) history.get(20).get("event")).getSchema().getName())
                .isEqualTo("ActAmended");
    }

    @Test
    void two_restores_of_one_position_are_the_same_bytes() throws Exception {
        write(new PosixTargetFiles());
        byte[] once = Files.readAllBytes(target.resolve("states.avro"));
        byte[] onceHistory = Files.readAllBytes(target.resolve("history.avro"));
        target = parent.resolve("again");

        write(new PosixTargetFiles());

        assertThat(Files.readAllBytes(target.resolve("states.avro"))).isEqualTo(once);
        assertThat(Files.readAllBytes(target.resolve("history.avro"))).isEqualTo(onceHistory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"states.avro", "parts.avro", "states.jsonl", "history.avro", "history.jsonl"})
    void a_file_that_a_bad_disk_changed_is_found_before_it_is_seen(String name) throws Exception {
        FailingTargetFiles files = new FailingTargetFiles().afterWriting(path -> {
            if (path.getFileName().toString().equals(name)) {
                flipLastByteButOne(path);
            }
        });

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(files))
                .withMessageContaining(name)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.RESTORE_NOT_VERIFIED));
        assertThat(names(parent)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 5_000, 20_000, 60_000})
    void a_full_disk_is_told_as_such_and_leaves_nothing(long room) throws Exception {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(new FailingTargetFiles().withRoomFor(room)))
                .withMessageContaining("ran full")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_DISK_SHORT));
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void too_little_room_is_told_before_anything_is_written() throws Exception {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> {
                    try (TargetFolder folder =
                            TargetFolder.prepare(target, new FailingTargetFiles().withRoomFor(1_000_000))) {
                        folder.requireRoom(2_000_001);
                    }
                })
                .withMessageContaining("has 1 MB left; the restore may need 3 MB")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_DISK_SHORT));
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void a_rename_that_fails_leaves_nothing() throws Exception {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(new FailingTargetFiles().failingToRename()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_UNWRITABLE));
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void a_target_that_exists_is_never_touched() throws Exception {
        Files.createDirectory(target);
        Files.writeString(target.resolve("mine"), "keep");

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(new PosixTargetFiles()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_EXISTS));
        assertThat(Files.readString(target.resolve("mine"))).isEqualTo("keep");
        assertThat(names(parent)).containsExactly("restored");
    }

    @Test
    void a_target_that_came_into_being_meanwhile_is_not_touched_either() throws Exception {
        FailingTargetFiles files = new FailingTargetFiles().afterWriting(path -> makeTarget());

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(files))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_EXISTS));
        assertThat(names(target)).isEmpty();
        assertThat(names(parent)).containsExactly("restored");
    }

    @Test
    void a_parent_that_is_not_there_is_told() {
        target = parent.resolve("no/such");

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> write(new PosixTargetFiles()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TARGET_UNWRITABLE));
    }

    @Test
    void what_a_killed_run_left_is_removed_by_the_next_and_nothing_else_is() throws Exception {
        Path dead = Files.createDirectory(parent.resolve(".restored.restoring-00ff"));
        Files.createFile(dead.resolve(".lock"));
        Files.writeString(dead.resolve("states.avro"), "half");
        Path notOurs = Files.createDirectory(parent.resolve(".restored.restoring-by-hand"));
        Path otherTarget = Files.createDirectory(parent.resolve(".other.restoring-00ff"));
        Files.createFile(otherTarget.resolve(".lock"));

        write(new PosixTargetFiles());

        assertThat(dead).doesNotExist();
        assertThat(notOurs).exists();
        assertThat(otherTarget).exists();
    }

    @Test
    void a_run_that_is_still_at_it_is_left_alone() throws Exception {
        try (TargetFolder other = TargetFolder.prepare(target, new PosixTargetFiles())) {
            try (TargetFolder mine = TargetFolder.prepare(target, new PosixTargetFiles())) {
                assertThat(other.workFolder()).exists();
                assertThat(mine.workFolder()).isNotEqualTo(other.workFolder());
            }
            assertThat(other.workFolder()).exists();
        }
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void an_interrupted_thread_keeps_nothing() throws Exception {
        FailingTargetFiles files = new FailingTargetFiles()
                .afterWriting(path -> Thread.currentThread().interrupt());
        try {
            assertThatExceptionOfType(EmbassyException.class)
                    .isThrownBy(() -> write(files))
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.INTERRUPTED));
        } finally {
            Thread.interrupted();
        }
        assertThat(names(parent)).isEmpty();
    }

    private Digest write(TargetFiles files) {
        try (TargetFolder folder = TargetFolder.prepare(target, files);
                RegistryFold<Act> fold = fold(folder.workFolder());
                History history = History.in(folder, BOTH, new LegislationModel(), IDENTITY)) {
            events.forEach(history::write);
            List<WrittenFile> written = new ArrayList<>(States.write(folder, fold, BOTH, IDENTITY));
            written.addAll(history.finish());
            Digest digest = new ReadBack<>(folder, fold).requireEqual(written);
            folder.commit();
            return digest;
        }
    }

    private RegistryFold<Act> fold(Path folder) {
        RegistryFold<Act> fold = new RegistryFold<>(new LegislationModel(), folder, 1);
        events.forEach(fold::apply);
        return fold;
    }

    private void makeTarget() {
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flipLastByteButOne(Path file) {
        try (var channel =
                java.nio.channels.FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
            long at = channel.size() - 2;
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<GenericRecord> avro(String name) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(target.resolve(name).toFile(), new GenericDatumReader<>())) {
            reader.forEach(records::add);
        }
        return records;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
