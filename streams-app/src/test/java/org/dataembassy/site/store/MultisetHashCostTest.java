package org.dataembassy.site.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.site.testkit.Entries;
import org.dataembassy.site.testkit.MapStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What following the entries costs of writing a block of 1,000 people with a state of 350 bytes and two lookups each.
 * The numbers go into the log; the store is a map, so that the whole against which the share counts is a small one.
 */
@Tag("endurance")
final class MultisetHashCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(MultisetHashCostTest.class);
    private static final int PEOPLE = 1_000;
    private static final int ROUNDS = 60;
    private static final HeadEntry HEAD = HeadEntry.empty(Digest.sha256());
    private static final StoreSecrets SECRETS =
            new StoreSecrets(StoreKey.generate(new SecureRandom()), new LedgerId("population", 0), new SecureRandom());

    @Test
    void theShareOfTheHash() {
        WritableLedgerStore store = new WritableLedgerStore(new MapStore(), SECRETS);
        long bestBlock = Long.MAX_VALUE;
        long bestTerms = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            StoreBatch batch = store.batch();
            for (int i = 0; i < PEOPLE; i++) {
                write(batch, "person-" + i, round);
            }
            batch.putHead(HEAD);
            batch.apply();
            bestBlock = Math.min(bestBlock, System.nanoTime() - begin);
            bestTerms = Math.min(bestTerms, terms());
        }
        LOG.info(
                "a block of {} people: {} us to write, of which the hash's terms take {} us",
                PEOPLE,
                bestBlock / 1_000,
                bestTerms / 1_000);
        assertThat(store.version()).isEqualTo(ROUNDS);
    }

    private static void write(StoreBatch batch, String id, int round) {
        byte[] state = new byte[350];
        state[0] = (byte) round;
        Entries.put(
                batch, new EntityEntry(id, 1, List.of(new EventPosition(round, 1, Instant.EPOCH)), List.of(), state));
        Entries.put(batch, new LookupHit("name", "name of " + id, id, round, OptionalLong.empty()));
        Entries.put(batch, new LookupHit("address", "address of " + id, id, round, OptionalLong.empty()));
    }

    /** As many terms as such a block takes: an old and a new one for an entity, one for each of two lookup entries. */
    private static long terms() {
        byte[] place = new byte[33];
        byte[] state = new byte[450];
        byte[] hit = new byte[110];
        long begin = System.nanoTime();
        MultisetHash sum = MultisetHash.EMPTY;
        for (int i = 0; i < PEOPLE; i++) {
            state[0] = (byte) i;
            sum = sum.minus(SECRETS.term(place, state)).plus(SECRETS.term(place, state));
            for (int j = 0; j < 2; j++) {
                MultisetHash term = SECRETS.term(place, hit);
                sum = sum.plus(term).minus(term);
            }
        }
        long took = System.nanoTime() - begin;
        assertThat(sum).isEqualTo(MultisetHash.EMPTY);
        return took;
    }
}
