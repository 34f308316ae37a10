package org.dataembassy.site.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.DataKeys;
import org.dataembassy.ledger.crypto.DataKey;

/**
 * The data keys of a store, of which the last ones are kept at hand: most blocks are under the data key of the block
 * before, and hold one event. For one thread.
 */
final class RecentDataKeys implements DataKeys {
    private static final int KEPT = 16;

    private final DataKeys stored;
    private final Map<Digest, DataKey> recent = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, DataKey> eldest) {
            return size() > KEPT;
        }
    };

    RecentDataKeys(DataKeys stored) {
        this.stored = stored;
    }

    @Override
    public Optional<DataKey> find(Digest dataKeyId) {
        DataKey known = recent.get(dataKeyId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<DataKey> found = stored.find(dataKeyId);
        found.ifPresent(key -> recent.put(dataKeyId, key));
        return found;
    }

    /** The store is emptied: what is not in it must not be taken for known. */
    void forget() {
        recent.clear();
    }
}
