package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.schemas.SchemaTexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PublishingEngineTest {
    private static final int PARTITIONS = 4;
    private final EmbassyException fenced = new EmbassyException(Problem.WRITER_FENCED, "fenced");

    @TempDir
    Path folder;

    private final InMemoryLedgers ledgers = new InMemoryLedgers(PARTITIONS);
    private final AtomicInteger failures = new AtomicInteger();
    private final List<PublishingEngine> engines = new ArrayList<>();
    private InMemoryLedgers.Session writer = ledgers.writer();

    @AfterEach
    void close() {
        writer.release();
        engines.forEach(engine -> engine.close(Duration.ofSeconds(5)));
    }

    @Test
    void an_event_is_answered_with_its_place() throws Exception {
        PublishingEngine engine = start();
        SpecificRecord event = SampleEvents.act("gg", "text");

        publish(engine, SampleEvents.act("gg", "before")).get();
        Receipt receipt = publish(engine, event).get().receipts().get(0);

        assertThat(receipt.sequence()).isEqualTo(1);
        assertThat(receipt.blockIndex()).isEqualTo(1);
        assertThat(receipt.blockLastSequence()).isEqualTo(1);
        assertThat(receipt.eventId()).isEqualTo(SampleEvents.id(event));
        assertThat(engine.positions())
                .containsEntry(receipt.ledger().partition(), new LedgerPosition(1, receipt.offset()));
    }

    @Test
    void calls_made_while_the_writer_is_busy_share_blocks_and_no_call_is_split() throws Exception {
        PublishingEngine engine = start(settings().withLinger(Duration.ofSeconds(5)));
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(publish(engine, SampleEvents.act("a" + i, "x"), SampleEvents.act("b" + i, "y")));
        }

        engine.close(Duration.ofSeconds(10));

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(ledgers.batches()).hasSize(1);
        assertThat(ledgers.batches().get(0).blocks()).hasSize(PARTITIONS);
        assertThat(ledgers.eventCount()).isEqualTo(200);
    }

    @Test
    void an_oversize_event_is_refused_with_its_call_and_others_go_on() throws Exception {
        PublishingEngine engine = start();
        SpecificRecord huge = SampleEvents.act("gg", "x".repeat(4 * 1024 * 1024));

        CompletableFuture<Answer> refused = publish(engine, SampleEvents.act("gg", "with it"), huge);
        CompletableFuture<Answer> taken = publish(engine, SampleEvents.act("gg", "after it"));

        assertProblem(refused, Problem.EVENT_TOO_LARGE);
        assertThat(taken.get().receipts().get(0).sequence()).isZero();
    }

    @Test
    void a_call_that_no_transaction_can_hold_is_refused() {
        PublishingEngine engine = start();
        String text = "x".repeat(4_000_000);
        List<SpecificRecord> many = IntStream.range(0, 34)
                .mapToObj(i -> SampleEvents.act("gg", text))
                .toList();

        assertProblem(engine.publish(many, Optional.empty()), Problem.EVENT_TOO_LARGE);
        assertThat(ledgers.batches()).isEmpty();
    }

    @Test
    void an_event_with_a_lone_surrogate_or_a_missing_field_is_refused_by_field() {
        PublishingEngine engine = start();
        SpecificRecord missing = SampleEvents.act("gg", "text");
        missing.put(missing.getSchema().getField("reason").pos(), null);

        assertProblem(
                publish(engine, SampleEvents.act("gg", "a\uD800b")), Problem.EVENT_MALFORMED, "field text: a lone");
        assertProblem(publish(engine, missing), Problem.EVENT_MALFORMED, "field reason: missing");
        assertProblem(publish(engine, SampleEvents.act("", "text")), Problem.EVENT_MALFORMED, "field meta.entityId");
    }

    @Test
    void live_events_are_recorded_now_and_the_callers_event_stays_as_it_was() throws Exception {
        PublishingEngine engine = start();
        SpecificRecord event = SampleEvents.act("gg", "text", null);

        Receipt receipt = publish(engine, event).get().receipts().get(0);

        assertThat(receipt.recordedAt())
                .isBetween(
                        Clock.systemUTC().instant().minusSeconds(60),
                        Clock.systemUTC().instant());
        assertThat(((org.dataembassy.registry.EventMeta) event.get(0)).getRecordedAt())
                .isNull();
    }

    @Test
    void historical_time_that_runs_backwards_is_refused() throws Exception {
        PublishingEngine engine = start(settings().withRecordedAt(RecordedAt.HISTORICAL));
        publish(engine, SampleEvents.act("gg", "text")).get();

        CompletableFuture<Answer> backwards =
                publish(engine, SampleEvents.act("gg", "text", SampleEvents.RECORDED_AT.minusMillis(1)));

        assertProblem(backwards, Problem.RECORDED_AT_BACKWARDS);
    }

    @Test
    void a_full_publisher_that_must_not_wait_refuses_and_takes_in_again_when_there_is_room() throws Exception {
        PublishingEngine engine = start(settings().withWhenFull(WhenFull.FAIL));
        writer.hold();
        CompletableFuture<Answer> first = publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20)));

        assertProblem(publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20))), Problem.PUBLISHER_FULL);
        await().until(() -> writer.heldCount() == 1);
        writer.release();
        first.get();

        assertThat(publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20)))
                        .get()
                        .receipts())
                .hasSize(1);
    }

    @Test
    void a_full_publisher_makes_callers_wait_and_drops_nothing() throws Exception {
        PublishingEngine engine = start();
        writer.hold();
        Thread caller = new Thread(() -> {
            for (int i = 0; i < 5; i++) {
                CompletableFuture<Answer> ignored = publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20)));
            }
        });
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);
        await().until(() -> writer.heldCount() == 1);

        writer.release();
        caller.join();
        engine.close(Duration.ofSeconds(10));

        assertThat(ledgers.eventCount()).isEqualTo(5);
    }

    @Test
    void whoever_publishes_while_answering_gets_room_too() throws Exception {
        PublishingEngine engine = start();

        CompletableFuture<Answer> chain = publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20)));
        for (int i = 0; i < 5; i++) {
            chain = chain.thenCompose(answer -> publish(engine, SampleEvents.act("gg", "x".repeat(3 << 20))));
        }

        assertThat(chain.get(30, TimeUnit.SECONDS).receipts().get(0).sequence()).isEqualTo(5);
    }

    @Test
    void a_position_that_is_in_flight_or_in_the_ledger_is_not_taken_in_again() throws Exception {
        PublishingEngine engine = start();
        writer.hold();
        CompletableFuture<Answer> one = publish(engine, at("file", 1), SampleEvents.act("gg", "1"));
        CompletableFuture<Answer> again = publish(engine, at("file", 1), SampleEvents.act("gg", "1"));
        await().until(() -> writer.heldCount() == 1);
        assertThat(again).isNotDone();
        writer.release();

        assertThat(one.get().alreadyThere()).isFalse();
        assertThat(again.get().alreadyThere()).isTrue();
        assertThat(ledgers.eventCount()).isEqualTo(1);
        assertThat(engine.positionOf("file")).contains(1L);
    }

    @Test
    void after_an_unknown_outcome_an_input_goes_on_where_the_ledger_says() throws Exception {
        PublishingEngine dying = start();
        List<SpecificRecord> lines = IntStream.rangeClosed(1, 3)
                .mapToObj(line -> SampleEvents.act("gg", "" + line))
                .toList();
        publish(dying, at("file", 1), lines.get(0)).get();
        writer.die(fenced, true);
        assertProblem(publish(dying, at("file", 2), lines.get(1)), Problem.WRITER_FENCED);

        PublishingEngine next = restart();
        for (int line = 1; line <= 3; line++) {
            publish(next, at("file", line), lines.get(line - 1)).get();
        }

        assertThat(ledgers.eventCount()).isEqualTo(3);
        assertThat(ledgers.sources()).containsEntry("file", 3L);
    }

    @Test
    void after_an_unknown_outcome_events_without_a_position_are_known_by_their_ids() throws Exception {
        PublishingEngine dying = start();
        SpecificRecord first = SampleEvents.act("gg", "1");
        Receipt receipt = publish(dying, first).get().receipts().get(0);
        SpecificRecord reached = SampleEvents.act("gg", "2");
        writer.die(fenced, true);
        assertProblem(publish(dying, reached), Problem.WRITER_FENCED);

        PublishingEngine next = restart();
        Answer firstAgain = publish(next, first).get();
        Answer reachedAgain = publish(next, reached).get();

        assertThat(firstAgain.receipts()).containsExactly(receipt);
        assertThat(reachedAgain.alreadyThere()).isTrue();
        assertThat(reachedAgain.receipts().get(0).sequence()).isEqualTo(1);
        assertThat(ledgers.eventCount()).isEqualTo(2);
    }

    @Test
    void events_that_did_not_reach_the_ledger_are_published_when_they_come_again() throws Exception {
        PublishingEngine dying = start();
        SpecificRecord lost = SampleEvents.act("gg", "1");
        writer.die(fenced, false);
        assertProblem(publish(dying, lost), Problem.WRITER_FENCED);

        Answer again = publish(restart(), lost).get();

        assertThat(again.alreadyThere()).isFalse();
        assertThat(ledgers.eventCount()).isEqualTo(1);
    }

    @Test
    void an_input_that_changed_below_its_position_is_noticed() throws Exception {
        PublishingEngine engine = start();
        publish(engine, at("file", 1), SampleEvents.act("gg", "1")).get();
        engine.close(Duration.ofSeconds(5));

        CompletableFuture<Answer> other = publish(restart(), at("file", 1), SampleEvents.act("gg", "another"));

        assertProblem(other, Problem.INPUT_CHANGED);
    }

    @Test
    void when_the_writer_is_fenced_every_call_ends_with_that_reason() {
        PublishingEngine engine = start();
        writer.hold();
        CompletableFuture<Answer> inFlight = publish(engine, SampleEvents.act("gg", "1"));
        await().until(() -> writer.heldCount() == 1);
        writer.die(fenced, false);
        writer.release();

        assertProblem(inFlight, Problem.WRITER_FENCED);
        assertProblem(publish(engine, SampleEvents.act("gg", "2")), Problem.WRITER_FENCED);
        await().until(() -> failures.get() == 1);
        assertThat(engine.failure()).contains(fenced);
    }

    @Test
    void whoever_publishes_after_close_is_told() {
        PublishingEngine engine = start();
        engine.close(Duration.ofSeconds(5));

        assertProblem(publish(engine, SampleEvents.act("gg", "2")), Problem.WRITER_CLOSED);
    }

    @Test
    void no_answer_stays_open_when_closing_takes_too_long() {
        PublishingEngine engine = start();
        writer.hold();
        CompletableFuture<Answer> inFlight = publish(engine, SampleEvents.act("gg", "1"));
        await().until(() -> writer.heldCount() == 1);

        assertThat(engine.close(Duration.ofMillis(200))).isFalse();

        assertProblem(inFlight, Problem.WRITER_CLOSED);
    }

    @Test
    void many_threads_get_every_sequence_once() throws Exception {
        PublishingEngine engine = start(settings().withLinger(Duration.ofMillis(1)));
        List<Thread> threads = new ArrayList<>();
        List<CompletableFuture<Answer>> answers = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < 6; t++) {
            int thread = t;
            threads.add(new Thread(() -> {
                for (int i = 0; i < 300; i++) {
                    answers.add(publish(engine, SampleEvents.act("act" + thread + "-" + i, "x")));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        List<Receipt> receipts = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            receipts.addAll(answer.get(30, TimeUnit.SECONDS).receipts());
        }
        Map<Integer, TreeSet<Long>> sequences = receipts.stream()
                .collect(Collectors.groupingBy(
                        receipt -> receipt.ledger().partition(),
                        Collectors.mapping(Receipt::sequence, Collectors.toCollection(TreeSet::new))));
        assertThat(receipts).hasSize(1_800);
        sequences.forEach((partition, all) -> assertThat(all.last() + 1)
                .isEqualTo(all.size())
                .isEqualTo(ledgers.heads().get(partition).nextSequence()));
    }

    // ---- helpers ----

    private record Chosen(RecordedAt recordedAt, WhenFull whenFull, Duration linger) {
        Chosen withRecordedAt(RecordedAt mode) {
            return new Chosen(mode, whenFull, linger);
        }

        Chosen withWhenFull(WhenFull policy) {
            return new Chosen(recordedAt, policy, linger);
        }

        Chosen withLinger(Duration duration) {
            return new Chosen(recordedAt, whenFull, duration);
        }
    }

    private static Chosen settings() {
        return new Chosen(RecordedAt.LIVE, WhenFull.BLOCK, Duration.ZERO);
    }

    private PublishingEngine start() {
        return start(settings());
    }

    private PublishingEngine restart() {
        engines.get(engines.size() - 1).close(Duration.ofSeconds(5));
        writer = ledgers.writer();
        return start();
    }

    private PublishingEngine start(Chosen chosen) {
        PublishingEngine.Settings settings = new PublishingEngine.Settings(
                "legislation",
                PARTITIONS,
                chosen.recordedAt(),
                chosen.whenFull(),
                4 << 20,
                chosen.linger(),
                BlockSizes.usual(),
                failures::incrementAndGet);
        String own = SourcePosition.RESERVED + "home";
        KnownCalls known = new KnownCalls(
                "legislation",
                own,
                writer.sources(),
                writer.heads(),
                RecentBatches.open(folder, writer.sources().getOrDefault(own, -1L)),
                SourceMemory.open(folder),
                ledgers::offsetOf,
                Clock.systemUTC());
        PublishingEngine engine = new PublishingEngine(
                settings,
                new EventEncoder("legislation", PARTITIONS, schemas()),
                writer,
                known,
                Map.of(),
                Clock.systemUTC(),
                System::nanoTime);
        engines.add(engine);
        return engine;
    }

    private static RegisteredSchemas schemas() {
        Map<String, RegisteredSchemas.RegisteredEvent> events =
                RegistryModels.named("legislation").eventSchemas().stream()
                        .collect(Collectors.toMap(Schema::getFullName, PublishingEngineTest::registered));
        return new RegisteredSchemas(1, events);
    }

    private static RegisteredSchemas.RegisteredEvent registered(Schema schema) {
        return new RegisteredSchemas.RegisteredEvent(
                schema, new SchemaUse(2, Digest.of(SchemaFingerprint.of(schema)), Optional.of(SchemaTexts.of(schema))));
    }

    private static SourcePosition at(String source, long position) {
        return new SourcePosition(source, position);
    }

    private static CompletableFuture<Answer> publish(PublishingEngine engine, SpecificRecord... events) {
        return engine.publish(List.of(events), Optional.empty());
    }

    private static CompletableFuture<Answer> publish(
            PublishingEngine engine, SourcePosition source, SpecificRecord event) {
        return engine.publish(List.of(event), Optional.of(source));
    }

    private static void assertProblem(CompletableFuture<Answer> answer, Problem problem) {
        assertProblem(answer, problem, "");
    }

    private static void assertProblem(CompletableFuture<Answer> answer, Problem problem, String message) {
        assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(problem);
    }
}
