package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.CheckpointReader;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.registry.legislation.ActPublished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RegistryPublisherTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "public: {0}")
    @ValueSource(booleans = {true, false})
    void five_thousand_events_verify_and_lie_where_their_receipts_say(boolean isPublic) throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(isPublic)) {
            Map<UUID, Receipt> receipts = new HashMap<>();
            try (RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
                List<CompletableFuture<Receipt>> answers = IntStream.range(0, 5_000)
                        .mapToObj(i -> publisher.publish(SampleEvents.act("act-" + i, "text " + i)))
                        .toList();
                for (CompletableFuture<Receipt> answer : answers) {
                    Receipt receipt = answer.get(60, TimeUnit.SECONDS);
                    receipts.put(receipt.eventId(), receipt);
                }
            }

            List<CountryOnBroker.Found> found = country.verifiedEvents();

            assertThat(found).hasSize(5_000);
            for (CountryOnBroker.Found event : found) {
                Receipt receipt = receipts.get(SampleEvents.id(event.event()));
                assertThat(receipt.ledger()).isEqualTo(event.ledger());
                assertThat(receipt.sequence()).isEqualTo(event.sequence());
                assertThat(receipt.blockIndex()).isEqualTo(event.blockIndex());
                assertThat(receipt.offset()).isEqualTo(event.offset());
            }
            assertThat(found.stream().map(CountryOnBroker.Found::ledger).distinct())
                    .hasSize(CountryOnBroker.PARTITIONS);
            assertThat(found.stream()
                            .map(event -> event.ledger() + "/" + event.blockIndex())
                            .distinct())
                    .as("events share blocks")
                    .hasSizeLessThan(1_000);
        }
    }

    @Test
    void a_large_text_goes_through_whole_an_oversize_one_is_refused_and_others_go_on() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true);
                RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
            // Digits of a generator, so that compression can't hide the size; with characters of two and four bytes.
            StringBuilder random = new StringBuilder("Ä😀");
            new java.util.Random(7).ints(1_600_000, ' ', '~').forEach(c -> random.append((char) c));
            String text = random.toString();

            CompletableFuture<Receipt> large = publisher.publish(SampleEvents.act("gg", text));
            CompletableFuture<Receipt> oversize = publisher.publish(SampleEvents.act("gg", "x".repeat(4_200_000)));
            CompletableFuture<Receipt> small = publisher.publish(SampleEvents.act("gg", "after"));

            assertThat(large.get(30, TimeUnit.SECONDS).sequence()).isZero();
            assertThat(small.get(30, TimeUnit.SECONDS).sequence()).isEqualTo(1);
            assertProblem(oversize, Problem.EVENT_TOO_LARGE);
            List<CountryOnBroker.Found> found = country.verifiedEvents();
            assertThat(((ActPublished) found.get(0).event()).getText()).isEqualTo(text);
            assertThat(found).hasSize(2);
        }
    }

    @Test
    void events_of_one_call_are_one_transaction_across_partitions() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true);
                RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
            Set<Set<BlockPlace>> calls = new java.util.HashSet<>();
            for (int call = 0; call < 3; call++) {
                List<SpecificRecord> events = IntStream.range(0, 20)
                        .mapToObj(i -> SampleEvents.act("act-" + i, "one call"))
                        .toList();
                calls.add(publisher.publish(events).get(30, TimeUnit.SECONDS).stream()
                        .map(receipt -> new BlockPlace(receipt.ledger().partition(), receipt.blockIndex()))
                        .collect(Collectors.toSet()));
            }

            Set<Set<BlockPlace>> transactions = country.verifiedEvents().stream()
                    .map(found -> Set.copyOf(found.transaction()))
                    .collect(Collectors.toSet());

            assertThat(transactions).isEqualTo(calls).hasSize(3);
            assertThat(calls).allMatch(places -> places.size() == CountryOnBroker.PARTITIONS);
        }
    }

    @Test
    void after_a_publisher_was_killed_its_input_goes_on_without_loss_or_double() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true)) {
            List<SpecificRecord> lines = PublisherProcess.lines(400);
            int answered = PublisherProcess.publishUntilKilled(country, folder);
            try (RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
                assertThat(publisher.positionOf(PublisherProcess.SOURCE).orElse(0L))
                        .as("what was answered is in the ledger")
                        .isGreaterThanOrEqualTo(answered);
                List<CompletableFuture<SourceReceipt>> answers = new ArrayList<>();
                for (int i = 0; i < lines.size(); i++) {
                    answers.add(publisher.publish(
                            List.of(lines.get(i)), new SourcePosition(PublisherProcess.SOURCE, i + 1)));
                }
                long there = 0;
                for (CompletableFuture<SourceReceipt> answer : answers) {
                    there += answer.get(30, TimeUnit.SECONDS).alreadyThere() ? 1 : 0;
                }
                assertThat(there).isBetween(1L, 399L);
            }

            List<String> texts = country.verifiedEvents().stream()
                    .map(found -> ((ActPublished) found.event()).getText())
                    .sorted()
                    .toList();
            assertThat(texts)
                    .containsExactlyElementsOf(IntStream.range(0, 400)
                            .mapToObj(i -> "line " + i)
                            .sorted()
                            .toList());
        }
    }

    @Test
    void a_second_publisher_fences_the_first_which_says_so() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true);
                RegistryPublisher first = RegistryPublisher.open(country.config(folder.resolve("a")))) {
            first.publish(SampleEvents.act("gg", "1")).get(30, TimeUnit.SECONDS);

            try (RegistryPublisher second = RegistryPublisher.open(country.config(folder.resolve("b")))) {
                second.publish(SampleEvents.act("gg", "2")).get(30, TimeUnit.SECONDS);

                assertProblem(first.publish(SampleEvents.act("gg", "3")), Problem.WRITER_FENCED);
                await().until(() -> first.failure().isPresent());
                assertThat(country.verifiedEvents()).hasSize(2);
            }
        }
    }

    @Test
    void it_states_its_heads_and_its_schemas_on_the_control_topics() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(false);
                RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
            Receipt receipt = publisher.publish(SampleEvents.act("gg", "1")).get(30, TimeUnit.SECONDS);

            assertThat(country.controlView().schemas().values())
                    .anyMatch(text -> text.contains("\"ActPublished\""))
                    .hasSize(5);
            try (CheckpointReader checkpoints =
                    CheckpointReader.open(country.clients(), List.of(Topics.CHECKPOINTS), country::controlView)) {
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> checkpoints.refresh().values().stream()
                                .flatMap(signed -> signed.checkpoint().heads().stream())
                                .anyMatch(head -> head.ledger().equals(receipt.ledger()) && head.events() == 1));
            }
        }
    }

    @Test
    void positions_and_times_go_on_after_a_restart() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(false)) {
            Receipt before;
            PublisherConfig historical = country.config(folder).withRecordedAt(RecordedAt.HISTORICAL);
            try (RegistryPublisher publisher = RegistryPublisher.open(historical)) {
                before = publisher.publish(SampleEvents.act("gg", "1")).get(30, TimeUnit.SECONDS);
            }

            try (RegistryPublisher publisher = RegistryPublisher.open(historical)) {
                assertThat(publisher.positions())
                        .containsExactly(
                                Map.entry(before.ledger().partition(), new LedgerPosition(0, before.offset())));
                assertProblem(
                        publisher.publish(SampleEvents.act("gg", "2", SampleEvents.RECORDED_AT.minusSeconds(1))),
                        Problem.RECORDED_AT_BACKWARDS);
            }
        }
    }

    @Test
    void an_event_that_is_published_again_after_a_restart_is_known_and_keeps_its_place() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(false)) {
            SpecificRecord event = SampleEvents.act("gg", "1");
            Receipt before;
            try (RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
                before = publisher.publish(event).get(30, TimeUnit.SECONDS);
            }

            try (RegistryPublisher publisher = RegistryPublisher.open(country.config(folder))) {
                assertThat(publisher.publish(event).get(30, TimeUnit.SECONDS)).isEqualTo(before);
            }
            assertThat(country.verifiedEvents()).hasSize(1);
        }
    }

    @Test
    void a_broker_or_schema_registry_that_is_down_is_named_and_nothing_is_left_behind() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true)) {
            PublisherConfig usual = country.config(folder);
            PublisherConfig noBroker =
                    PublisherConfig.of(usual.keys(), KafkaClients.of("127.0.0.1:1"), usual.schemaRegistry(), folder);
            PublisherConfig noSchemas = PublisherConfig.of(
                    usual.keys(),
                    usual.clients(),
                    SchemaRegistryAccess.of("http://127.0.0.1:1/apis/ccompat/v7"),
                    folder);

            assertOpeningFails(noBroker, Problem.BROKER_UNAVAILABLE, "127.0.0.1:1");
            assertOpeningFails(noSchemas, Problem.SCHEMA_REGISTRY_UNAVAILABLE, "http://127.0.0.1:1");

            try (RegistryPublisher publisher = RegistryPublisher.open(usual)) {
                assertThat(publisher
                                .publish(SampleEvents.act("gg", "1"))
                                .get(30, TimeUnit.SECONDS)
                                .ledger())
                        .isInstanceOf(LedgerId.class);
            }
            try (var files = Files.list(folder)) {
                assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                        .contains("recent-events.bin");
            }
        }
    }

    private static void assertOpeningFails(PublisherConfig config, Problem problem, String where) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> RegistryPublisher.open(config).close())
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(where)
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(problem);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
    }

    private static void assertProblem(CompletableFuture<Receipt> answer, Problem problem) {
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(EmbassyException.class)
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(problem);
    }
}
