package org.dataembassy.site.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.store.MultisetHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SiteMemoryTest {
    private static final LedgerId LEDGER = new LedgerId("legislation", 1);
    private static final Digest DOMAIN = Digest.sha256(new byte[] {1});
    private static final StoreKey KEY = StoreKey.generate(new SeededRandom(1));

    @TempDir
    Path folder;

    @Test
    void whatWasCommittedIsRememberedByTheNextProcess() {
        // given
        SiteMemory memory = open();
        memory.begin();
        memory.note(LEDGER, reached(5, 3));
        // when
        memory.save();
        assertThat(open().recall(LEDGER)).isEmpty(); // not committed
        memory.committed();
        memory.save();
        // then
        assertThat(open().recall(LEDGER)).contains(reached(5, 3));
    }

    @Test
    void whatWasAbortedIsNeverRemembered() {
        // given
        SiteMemory memory = open();
        memory.begin();
        memory.note(LEDGER, reached(5, 3));
        // when
        memory.aborted();
        memory.committed();
        // then
        assertThat(memory.recall(LEDGER)).isEmpty();
    }

    @Test
    void aCommitOfOneThreadIsNotThatOfAnother() throws InterruptedException {
        // given
        SiteMemory memory = open();
        memory.begin();
        memory.note(LEDGER, reached(5, 3));
        // when
        Thread other = new Thread(memory::committed);
        other.start();
        other.join();
        // then
        assertThat(memory.recall(LEDGER)).isEmpty();
    }

    @Test
    void itNeverGoesBackAndARebuiltStoreDoesNotShortenTheLedger() {
        SiteMemory memory = open();
        memory.begin();
        for (Remembered reached : List.of(reached(9, 7), reached(10, 2), reached(4, 4))) {
            memory.note(LEDGER, reached);
            memory.committed();
        }
        Remembered remembered = memory.recall(LEDGER).orElseThrow();
        assertThat(remembered.version()).isEqualTo(10);
        assertThat(remembered.blocks()).isEqualTo(7);
        assertThat(remembered.leaf()).isEqualTo(reached(9, 7).leaf());
    }

    @Test
    void anyFlippedBitAndAnyCutIsRefused() throws IOException {
        // given
        SiteMemory memory = open();
        memory.note(LEDGER, reached(5, 3));
        memory.committed();
        memory.begin();
        byte[] good = Files.readAllBytes(file());
        // when, then
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= 1;
            assertUnusable(flipped);
        }
        for (int length = 0; length < good.length; length++) {
            assertUnusable(java.util.Arrays.copyOf(good, length));
        }
        assertUnusable(java.util.Arrays.copyOf(good, good.length + 1));
    }

    private void assertUnusable(byte[] content) throws IOException {
        Files.write(file(), content);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SITE_MEMORY_UNUSABLE));
    }

    @Test
    void theMemoryOfAnotherSiteOrCountryIsRefusedByName() {
        open().begin();
        assertThatThrownBy(() -> SiteMemory.open(file(), KEY, DOMAIN, Site.HOME, new SecureRandom()))
                .hasMessageContaining("another site or in another country");
        assertThatThrownBy(() ->
                        SiteMemory.open(file(), KEY, Digest.sha256(new byte[] {2}), Site.EMBASSY, new SecureRandom()))
                .hasMessageContaining("another site or in another country");
        StoreKey other = StoreKey.generate(new SeededRandom(2));
        assertThatThrownBy(() -> SiteMemory.open(file(), other, DOMAIN, Site.EMBASSY, new SecureRandom()))
                .hasMessageContaining("damaged, or was written with another site's keys");
    }

    @Test
    void theFileShowsNeitherHashesNorHeads() throws IOException {
        SiteMemory memory = open();
        memory.note(LEDGER, reached(5, 3));
        memory.committed();
        memory.begin();
        String content = new String(Files.readAllBytes(file()), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(content)
                .doesNotContain("legislation")
                .doesNotContain(new String(
                        reached(5, 3).entries().revealBytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    @Test
    void controlThatLacksWhatWasSeenIsNamed() {
        // given
        ControlView seen =
                TestTrust.create(7, TestTrust.encrypted("legislation", 2)).view();
        Digest author = Digest.sha256(new byte[] {3});
        ControlView later = with(
                seen,
                Map.of("legislation", List.of(epoch(1), epoch(2))),
                Map.of(author, new ControlView.AuthorHead(author, 5, Digest.sha256(new byte[] {5}))));
        SiteMemory memory = open();
        memory.begin();
        memory.seen(later);
        memory.save();
        // when
        SiteMemory next = open();
        // then
        assertThat(next.missingIn(later)).isEmpty();
        assertThat(next.missingIn(with(later, Map.of("legislation", List.of(epoch(1))), later.authors())))
                .get()
                .asString()
                .contains("1 epochs of legislation");
        assertThat(next.missingIn(with(later, Map.of("legislation", List.of(epoch(1), epoch(3))), later.authors())))
                .isPresent();
        assertThat(next.missingIn(with(later, later.epochs(), Map.of())))
                .get()
                .asString()
                .contains("no statement");
        for (ControlView.AuthorHead head : List.of(
                new ControlView.AuthorHead(author, 4, Digest.sha256(new byte[] {4})),
                new ControlView.AuthorHead(author, 5, Digest.sha256(new byte[] {6})))) {
            assertThat(next.missingIn(with(later, later.epochs(), Map.of(author, head))))
                    .get()
                    .asString()
                    .contains("this site has seen statement 5");
        }
        ControlView grown = with(
                later,
                Map.of("legislation", List.of(epoch(1), epoch(2), epoch(3))),
                Map.of(author, new ControlView.AuthorHead(author, 6, Digest.sha256(new byte[] {7}))));
        assertThat(next.missingIn(grown)).isEmpty();
        ControlView otherRoot =
                TestTrust.create(8, TestTrust.encrypted("legislation", 2)).view();
        assertThat(next.missingIn(otherRoot)).get().asString().contains("trust root version 1 with digest");
    }

    private static Epoch epoch(int number) {
        return new Epoch(number, Digest.sha256(new byte[] {(byte) number}), Site.HOME, Optional.empty());
    }

    private static ControlView with(
            ControlView old, Map<String, List<Epoch>> epochs, Map<Digest, ControlView.AuthorHead> authors) {
        return new ControlView(
                old.version() + 1,
                old.domain(),
                old.trustRoot(),
                new HashMap<>(epochs),
                old.closings(),
                old.schemas(),
                authors,
                old.alarms());
    }

    private SiteMemory open() {
        return SiteMemory.open(file(), KEY, DOMAIN, Site.EMBASSY, new SecureRandom());
    }

    private Path file() {
        return folder.resolve("memory");
    }

    private static Remembered reached(long version, long blocks) {
        byte[] hash = new byte[MultisetHash.LENGTH_BYTES];
        java.util.Arrays.fill(hash, (byte) (version + 64));
        return new Remembered(
                version,
                MultisetHash.of(hash),
                blocks,
                blocks * 10,
                Digest.sha256(new byte[] {(byte) blocks}),
                "RUNNING");
    }
}
