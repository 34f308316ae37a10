package org.dataembassy.site.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;
import org.junit.jupiter.api.Test;

final class RecentDataKeysTest {
    private final Map<Digest, DataKey> stored = new HashMap<>();
    private int asked;
    private final RecentDataKeys keys = new RecentDataKeys(id -> {
        asked++;
        return Optional.ofNullable(stored.get(id));
    });

    @Test
    void theStoreIsAskedOnceForADataKey() {
        // given
        Digest id = store(1);
        // when, then
        for (int i = 0; i < 3; i++) {
            assertThat(keys.find(id)).contains(stored.get(id));
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aDataKeyThatIsNotThereYetIsAskedForAgain() {
        // given
        DataKey late = DataKey.of(new byte[32]);
        assertThat(keys.find(late.id())).isEmpty();
        // when
        stored.put(late.id(), late);
        // then
        assertThat(keys.find(late.id())).contains(late);
    }

    /** What is not in the store must not be taken for known. */
    @Test
    void aStoreThatIsEmptiedHasNoDataKeys() {
        // given
        Digest id = store(1);
        assertThat(keys.find(id)).isPresent();
        // when
        stored.clear();
        keys.forget();
        // then
        assertThat(keys.find(id)).isEmpty();
    }

    @Test
    void onlyTheLastOnesAreKept() {
        // given
        Digest first = store(0);
        keys.find(first);
        // when
        for (int i = 1; i <= 100; i++) {
            keys.find(store(i));
        }
        int before = asked;
        // then
        assertThat(keys.find(first)).isPresent();
        assertThat(asked).isEqualTo(before + 1);
    }

    private Digest store(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        DataKey key = DataKey.of(secret);
        stored.put(key.id(), key);
        return key.id();
    }
}
