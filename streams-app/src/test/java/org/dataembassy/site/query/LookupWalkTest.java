package org.dataembassy.site.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.WritableLedgerStore;
import org.dataembassy.site.testkit.Entries;
import org.dataembassy.site.testkit.TestSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LookupWalkTest {
    private static final String LOOKUP = "municipality";

    @TempDir
    Path folder;

    @Test
    void aPageEndsAfterItsShareOfWorkAndTheNextGoesOnThere() {
        try (TestSite site = new TestSite(TestTrust.create(7, TestTrust.encrypted("legislation", 1)), folder)) {
            // given
            WritableLedgerStore store = site.store();
            for (int i = 0; i < LookupWalk.MAX_ENTRIES + 10; i++) {
                Entries.put(store, hit("moved-" + i, OptionalLong.of(2)));
            }
            Entries.put(store, hit("stays-1", OptionalLong.empty()));
            Entries.put(store, hit("stays-2", OptionalLong.empty()));
            // when
            LookupWalk first = walk(store, Optional.empty());
            LookupWalk second = walk(store, first.next());
            // then
            assertThat(first.next()).isPresent();
            assertThat(second.next()).isEmpty();
            assertThat(first.found().size() + second.found().size()).isEqualTo(2);
        }
    }

    @Test
    void aPageThatIsFullToTheLastEntryIsTheLast() {
        try (TestSite site = new TestSite(TestTrust.create(7, TestTrust.encrypted("legislation", 1)), folder)) {
            WritableLedgerStore store = site.store();
            for (int i = 0; i < 50; i++) {
                Entries.put(store, hit("stays-" + i, OptionalLong.empty()));
            }
            LookupWalk walk = walk(store, Optional.empty());
            assertThat(walk.found()).hasSize(50);
            assertThat(walk.next()).isEmpty();
        }
    }

    @Test
    void pagesGoOnBehindEntriesThatEndedAndWhoCameBackIsFoundOnce() {
        try (TestSite site = new TestSite(TestTrust.create(7, TestTrust.encrypted("legislation", 1)), folder)) {
            // given: all of them left, every other one came back
            WritableLedgerStore store = site.store();
            Set<String> back = new TreeSet<>();
            for (int i = 0; i < 40; i++) {
                Entries.put(store, new LookupHit(LOOKUP, "0784", "e" + i, 1, OptionalLong.of(2)));
                if (i % 2 == 0) {
                    Entries.put(store, new LookupHit(LOOKUP, "0784", "e" + i, 3, OptionalLong.empty()));
                    back.add("e" + i);
                }
            }
            for (int limit = 1; limit < 30; limit++) {
                // when
                List<String> found = new ArrayList<>();
                Optional<LookupCursor> from = Optional.empty();
                do {
                    LookupWalk page = new LookupWalk(LOOKUP, "0784", from, limit);
                    page.through(store);
                    page.found().forEach(one -> found.add(one.hit().entityId()));
                    from = page.next();
                } while (from.isPresent());
                // then
                assertThat(found).as("pages of %s", limit).containsExactlyInAnyOrderElementsOf(back);
            }
        }
    }

    private static LookupWalk walk(WritableLedgerStore store, Optional<LookupCursor> from) {
        LookupWalk walk =
                new LookupWalk(LOOKUP, "0784", from.map(LookupCursor::text).map(LookupCursor::parse), 50);
        walk.through(store);
        return walk;
    }

    private static LookupHit hit(String entityId, OptionalLong endSequence) {
        return new LookupHit(LOOKUP, "0784", entityId, 1, endSequence);
    }
}
