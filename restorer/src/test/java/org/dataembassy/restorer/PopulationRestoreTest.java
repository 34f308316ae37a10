package org.dataembassy.restorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.fixture.KafkaTopics;
import org.dataembassy.restorer.fixture.TestLedger;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.report.Depth;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.target.TargetFormat;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.StateDigest;
import org.dataembassy.schemas.population.People;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The register of people: encrypted on the broker, in clear only in the target that somebody named. */
class PopulationRestoreTest {
    private static final KafkaClients CLIENTS =
            KafkaClients.of(LocalBroker.shared().bootstrapServers());
    private static final int PARTITIONS = 2;
    private static final String TOPIC = "people.registry.population";

    @TempDir
    private Path parent;

    @Test
    void people_are_restored_sorted_for_the_owner_only_and_with_the_digest_of_the_fold() throws Exception {
        TestLedger ledger = TestLedger.people(PARTITIONS, 17);
        try (KafkaTopics topics = new KafkaTopics(CLIENTS, "people")) {
            // given
            topics.create(PARTITIONS, TOPIC);
            for (SpecificRecord event : People.sample()) {
                String code = EventCodec.meta(event).entityId();
                topics.commit(TOPIC, ledger.block(Partitioning.partitionOf(code, PARTITIONS), event));
            }
            LedgerAccess access =
                    access(ledger, Optional.of(ledger.trust().embassy().recipient()));
            // when
            RestoreReport report = new Restore()
                    .run(
                            new RestoreConfig(
                                    access,
                                    new Position.Head(),
                                    parent.resolve("people"),
                                    Set.of(TargetFormat.AVRO, TargetFormat.JSONL),
                                    true,
                                    "test"),
                            RestoreListener.SILENT);
            // then
            assertThat(report.stateDigest()).isEqualTo(ledger.digestOfAll());
            assertThat(report.entities()).isEqualTo(4);
            List<String> codes = codes(parent.resolve("people/states.jsonl"));
            List<String> sorted = new ArrayList<>(codes);
            sorted.sort(StateDigest.ENTITY_ORDER);
            assertThat(codes).isEqualTo(sorted).contains(People.MARI, People.ANTS);
            requireForTheOwnerOnly(parent.resolve("people"));
            new LedgerVerification()
                    .run(new VerificationConfig(access, Depth.OPENED, Duration.ZERO, "test"), RestoreListener.SILENT)
                    .requireVerified();
            // and without a key there is nothing
            assertThatThrownBy(() -> new Restore()
                            .run(
                                    new RestoreConfig(
                                            access(ledger, Optional.empty()),
                                            new Position.Head(),
                                            parent.resolve("none"),
                                            Set.of(TargetFormat.JSONL),
                                            false,
                                            "test"),
                                    RestoreListener.SILENT))
                    .isInstanceOfSatisfying(
                            EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEY_MISSING));
            assertThat(parent.resolve("none")).doesNotExist();
        }
    }

    private static List<String> codes(Path lines) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> codes = new ArrayList<>();
        for (String line : Files.readAllLines(lines)) {
            codes.add(mapper.readTree(line).get("code").textValue());
        }
        return codes;
    }

    private static void requireForTheOwnerOnly(Path target) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(target)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    private static LedgerAccess access(TestLedger of, Optional<RecipientSecret> recipient) {
        return new LedgerAccess(
                CLIENTS,
                "population",
                new LedgerSource.OnTopics(List.of(TOPIC)),
                new TrustAnchor(of.trust().domain(), Optional.of(of.trust().genesis())),
                recipient);
    }
}
