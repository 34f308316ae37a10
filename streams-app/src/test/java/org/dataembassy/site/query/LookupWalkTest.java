package org.dataembassy.site.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.WritableLedgerStore;
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
                store.putHit(hit("moved-" + i, OptionalLong.of(2)));
            }
            store.putHit(hit("stays-1", OptionalLong.empty()));
            store.putHit(hit("stays-2", OptionalLong.empty()));
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
                store.putHit(hit("stays-" + i, OptionalLong.empty()));
            }
            LookupWalk walk = walk(store, Optional.empty());
            assertThat(walk.found()).hasSize(50);
            assertThat(walk.next()).isEmpty();
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
