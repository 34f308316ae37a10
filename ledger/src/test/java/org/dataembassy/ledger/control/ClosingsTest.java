package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;

/** What a closing can do to blocks that were there before it, and what a thief can do with one. */
class ClosingsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final LedgerId ZERO = new LedgerId("legislation", 0);
    private static final LedgerId ONE = new LedgerId("legislation", 1);

    private final TestTrust country =
            TestTrust.create(77, TestTrust.legislation(2), TestTrust.encrypted("population", 2));
    private final SigningKey writerKey =
            country.writer("legislation", Site.HOME).statementKey();
    private final SigningKey siteKey = country.embassy().statementKey();
    private final Digest signingKeyId = country.writer("legislation", Site.HOME)
            .blockKeys()
            .get(0)
            .verifyingKey()
            .keyId();
    private final ControlFold fold = new ControlFold(country.genesis());

    @Test
    void a_thief_of_the_statement_key_does_not_unseat_blocks_that_a_site_had_stated_before() {
        take(
                signer(siteKey).signNext(checkpoint(Map.of(ZERO, 10L, ONE, 4L), List.of()), NOW),
                signer(writerKey).signNext(closing(Map.of(ZERO, 3L)), NOW.plusSeconds(1)));

        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 10L, ONE, 4L));
        assertThat(fold.view().alarms()).isEmpty();
    }

    @Test
    void a_thief_of_the_statement_key_does_not_unseat_what_its_owner_had_stated_and_is_contradicted_aloud() {
        StatementSigner writer = signer(writerKey);

        take(
                writer.signNext(checkpoint(Map.of(ZERO, 10L), List.of()), NOW),
                writer.signNext(closing(Map.of(ZERO, 3L)), NOW.plusSeconds(1)));

        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 10L));
        assertThat(fold.view().alarms()).singleElement().asString().contains("below blocks of legislation/0");
    }

    @Test
    void what_a_site_states_once_it_has_read_the_closing_does_not_lift_it() {
        StatementSigner writer = signer(writerKey);
        byte[] closing = writer.signNext(closing(Map.of(ZERO, 5L)), NOW);

        take(
                closing,
                signer(siteKey)
                        .signNext(
                                checkpoint(
                                        Map.of(ZERO, 500L),
                                        List.of(writer.last().orElseThrow())),
                                NOW.plusSeconds(1)));

        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 5L));
    }

    @Test
    void what_the_author_states_after_its_closing_does_not_lift_it() {
        StatementSigner writer = signer(writerKey);

        take(
                writer.signNext(closing(Map.of(ZERO, 5L)), NOW),
                writer.signNext(checkpoint(Map.of(ZERO, 500L), List.of()), NOW.plusSeconds(1)));

        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 5L));
        assertThat(fold.view().alarms()).isEmpty();
    }

    @Test
    void another_writers_checkpoint_and_another_registrys_heads_do_not_lift_a_closing() {
        StatementSigner other = signer(country.writer("population", Site.HOME).statementKey());

        take(
                other.signNext(checkpoint(Map.of(new LedgerId("population", 0), 9L), List.of()), NOW),
                signer(siteKey).signNext(checkpoint(Map.of(new LedgerId("population", 1), 9L), List.of()), NOW),
                signer(writerKey).signNext(closing(Map.of(ZERO, 5L)), NOW));

        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 5L));
    }

    @Test
    void the_officials_take_a_false_closing_back_by_ending_its_author_before_it() {
        StatementSigner writer = signer(writerKey);
        byte[] schema = writer.signNext(
                new SchemaPublished("legislation", "a.B", Digest.sha256("t".getBytes(UTF_8)), "t"), NOW);
        take(schema, writer.signNext(closing(Map.of(ZERO, 0L)), NOW));
        assertThat(firstRefused()).isEqualTo(Map.of(ZERO, 0L));

        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.writers.replaceAll(entry -> entry.statementKey().equals(writerKey.verifyingKey())
                ? new TrustRoot.WriterEntry(entry.registry(), entry.site(), entry.statementKey(), 1)
                : entry);
        take(country.sign(draft.root()).envelope());

        assertThat(fold.view().closings()).isEmpty();
        assertThat(fold.view().schemas()).hasSize(1);
    }

    @Test
    void the_closings_do_not_depend_on_the_order_of_arrival() {
        List<byte[]> records = new ArrayList<>();
        StatementSigner writer = signer(writerKey);
        StatementSigner site = signer(siteKey);
        StatementSigner home = signer(country.home().statementKey());
        records.add(writer.signNext(checkpoint(Map.of(ZERO, 7L), List.of()), NOW));
        records.add(
                site.signNext(checkpoint(Map.of(ZERO, 9L), List.of(writer.last().orElseThrow())), NOW));
        records.add(writer.signNext(closing(Map.of(ZERO, 3L, ONE, 2L)), NOW));
        records.add(home.signNext(
                checkpoint(Map.of(ZERO, 80L, ONE, 80L), List.of(writer.last().orElseThrow())), NOW));
        records.add(site.signNext(checkpoint(Map.of(ONE, 6L), List.of()), NOW));
        records.add(writer.signNext(checkpoint(Map.of(ZERO, 90L), List.of()), NOW));
        long seed = System.nanoTime();
        Random random = new Random(seed);

        for (int i = 0; i < 50; i++) {
            Collections.shuffle(records, random);
            ControlFold one = new ControlFold(country.genesis());
            records.forEach(one::take);

            assertThat(one.view().closings().get(signingKeyId).firstRefusedBlock())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(Map.of(ZERO, 9L, ONE, 6L));
        }
    }

    private Map<LedgerId, Long> firstRefused() {
        return fold.view().closings().get(signingKeyId).firstRefusedBlock();
    }

    private void take(byte[]... records) {
        for (byte[] record : records) {
            assertThat(fold.take(record).result()).isEqualTo(ControlFold.Result.APPLIED);
        }
    }

    private StatementSigner signer(SigningKey key) {
        return new StatementSigner(country.domain(), key, Optional.empty());
    }

    private KeyClosed closing(Map<LedgerId, Long> firstRefused) {
        return new KeyClosed(new ControlView.KeyClosing(signingKeyId, firstRefused, NOW));
    }

    private Checkpoint checkpoint(Map<LedgerId, Long> heads, List<ControlView.AuthorHead> read) {
        return new Checkpoint(
                heads.entrySet().stream()
                        .map(head -> new HeadStatement(
                                head.getKey(), head.getValue(), head.getValue(), Digest.sha256(new byte[] {1})))
                        .toList(),
                1,
                country.domain(),
                read);
    }
}
