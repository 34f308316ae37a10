package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.dataembassy.kafka.runtime.FreePorts;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One real country for all tests, since it takes a while to start. The last test ends it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalCountryTest {

    /** Costs nothing while all is well, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path temporary;

    private LocalCountry country;
    private Endpoints endpoints;
    private MirroredRecords records;

    @BeforeAll
    void up() {
        country = LocalCountry.in(temporary.resolve("a country"));
        endpoints = country.up(TestSetup.withStubSite(), UpOptions.onFreePorts(), line -> {});
        records = new MirroredRecords(endpoints);
    }

    @AfterAll
    void down() {
        if (records != null) {
            records.close();
        }
        country.down(line -> {});
    }

    @Test
    @Order(1)
    void after_up_every_part_is_ready() {
        CountryStatus status = country.status();

        assertThat(status.isReady()).isTrue();
        assertThat(status.supervised()).isTrue();
        assertThat(status.parts()).extracting(PartStatus::part).containsExactlyInAnyOrder(Part.values());
    }

    @Test
    @Order(1)
    void the_schema_registry_speaks_the_confluent_protocol() throws Exception {
        HttpRequest register = HttpRequest.newBuilder(
                        URI.create(endpoints.schemaRegistry() + "/subjects/registry.test-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(register, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\"");
    }

    @Test
    @Order(1)
    void a_second_up_says_that_the_country_is_up_already() {
        assertThatThrownBy(() -> country.up(TestSetup.withStubSite(), UpOptions.standard(), line -> {}))
                .isInstanceOfSatisfying(
                        EmbassyException.class,
                        failure -> assertThat(failure.problem()).isEqualTo(Problem.COUNTRY_UP));
    }

    @Test
    @Order(2)
    void only_committed_records_arrive_at_the_embassy() {
        records.commit("first", "second", "third");
        records.abort("never");
        records.commit("fourth");

        awaitEverythingOnce();
        assertThat(records.seen()).doesNotContain("never");
    }

    @Test
    @Order(3)
    void a_killed_mirror_maker_is_started_again_and_copies_everything_once() {
        records.commit("before the kill");

        country.kill(Part.MIRROR_MAKER);
        records.commit("after the kill");

        awaitEverythingOnce();
        assertThat(country.layout().supervisorLogFile()).content().contains("mirror-maker had ended");
    }

    @Test
    @Order(4)
    void a_killed_home_broker_is_started_again_and_replication_goes_on() {
        country.kill(Part.HOME_BROKER);
        country.awaitReady(Part.HOME_BROKER, PATIENCE);
        records.commit("after the broker came back");

        awaitEverythingOnce();
    }

    @Test
    @Order(5)
    void what_was_stopped_on_purpose_stays_stopped_until_it_is_started() {
        country.stop(Part.EMBASSY_SITE);
        // The supervisor looks at all parts in turn: once it has raised another one, it has passed by this one.
        country.kill(Part.MIRROR_MAKER);
        country.awaitReady(Part.MIRROR_MAKER, PATIENCE);
        PartStatus.State whileStopped = stateOf(Part.EMBASSY_SITE);

        country.start(Part.EMBASSY_SITE);

        assertThat(whileStopped).isEqualTo(PartStatus.State.STOPPED);
        assertThat(stateOf(Part.EMBASSY_SITE)).isEqualTo(PartStatus.State.READY);
    }

    @Test
    @Order(6)
    void another_country_on_the_same_ports_is_refused_and_leaves_nothing() throws Exception {
        Path folder = temporary.resolve("other");
        LocalCountry other = LocalCountry.in(folder);
        int base = FreePorts.pick(1)[0];
        try (ServerSocket taken = new ServerSocket(base + 2, 1, InetAddress.getLoopbackAddress())) {
            UpOptions options = new UpOptions(OptionalInt.of(base), true);

            assertThatThrownBy(() -> other.up(TestSetup.withoutSite(), options, line -> {}))
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("the embassy broker")
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            failure -> assertThat(failure.problem()).isEqualTo(Problem.PORT_TAKEN));
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    @Order(9)
    void after_purge_no_process_no_port_and_no_file_is_left() {
        Map<String, Integer> ports =
                CountryRecord.load(country.layout()).orElseThrow().ports().byPurpose();
        records.close();
        records = null;

        country.purge(line -> {});

        assertThat(StrayProcesses.of(country.layout())).isEmpty();
        assertThat(ports)
                .allSatisfy((purpose, port) ->
                        assertThat(FreePorts.isFree(port)).as(purpose).isTrue());
        assertThat(Files.exists(country.layout().folder())).isFalse();
    }

    private void awaitEverythingOnce() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(records.seen()).containsExactlyInAnyOrderElementsOf(records.committed()));
    }

    private PartStatus.State stateOf(Part part) {
        return country.status().parts().stream()
                .filter(status -> status.part() == part)
                .findFirst()
                .orElseThrow()
                .state();
    }
}
