package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dataembassy.kafka.runtime.FreePorts;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStartTest {

    @TempDir
    Path temporary;

    @Test
    void a_part_that_dies_at_start_is_named_with_the_end_of_its_log_and_nothing_keeps_running() {
        LocalCountry country = LocalCountry.in(temporary.resolve("country"));
        TestSetup dyingSite = new TestSetup(endpoints -> Optional.of(new SiteCommand(
                List.of("/bin/bash", "-c", "echo no such key store; exit 3"),
                URI.create(endpoints.embassySite() + "/"))));

        assertThatThrownBy(() -> country.up(dyingSite, UpOptions.onFreePorts(), line -> {}))
                .hasMessageContaining("embassy-site ended while it started")
                .hasMessageContaining("no such key store")
                .isInstanceOfSatisfying(
                        EmbassyException.class,
                        failure -> assertThat(failure.problem()).isEqualTo(Problem.PROCESS_DIED));

        assertThat(country.isUp()).isFalse();
        assertThat(CountryRecord.load(country.layout()).orElseThrow().ports().byPurpose())
                .allSatisfy((purpose, port) ->
                        assertThat(FreePorts.isFree(port)).as(purpose).isTrue());
    }
}
