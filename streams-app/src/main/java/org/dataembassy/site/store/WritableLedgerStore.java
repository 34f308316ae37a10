package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;

/** Writes the entries of one ledger's store; for the stream thread that owns the task. */
public final class WritableLedgerStore extends LedgerStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private final BiConsumer<Bytes, byte[]> out;

    public WritableLedgerStore(KeyValueStore<Bytes, byte[]> store, StoreSecrets secrets) {
        this(store, secrets, store::put);
    }

    private WritableLedgerStore(
            KeyValueStore<Bytes, byte[]> store, StoreSecrets secrets, BiConsumer<Bytes, byte[]> out) {
        super(store, secrets);
        this.store = store;
        this.out = out;
    }

    /** Entries that are encoded and sealed, and not in the store yet. */
    @FunctionalInterface
    public interface Changes {
        /** Puts all of them, in the order in which they were made. */
        void apply();
    }

    /**
     * Encodes and seals what {@code writes} puts into the store that it is given, without changing this one. Reads see
     * the store as it is.
     */
    public Changes prepare(Consumer<WritableLedgerStore> writes) {
        List<KeyValue<Bytes, byte[]>> all = new ArrayList<>();
        writes.accept(
                new WritableLedgerStore(store, secrets(), (place, entry) -> all.add(KeyValue.pair(place, entry))));
        return () -> all.forEach(change -> out.accept(change.key, change.value));
    }

    public void putHead(HeadEntry head) {
        put(StoreLayout.single(StoreLayout.HEAD), head.encode());
    }

    public void putParked(String topic, ParkedEntry parked) {
        put(StoreLayout.parked(topic), parked.encode());
    }

    public void deleteParked(String topic) {
        out.accept(Bytes.wrap(StoreLayout.parked(topic)), null);
    }

    public void putBlock(long index, BlockEntry block) {
        put(StoreLayout.block(index), block.encode());
    }

    public void putEntity(EntityEntry entity) {
        put(StoreLayout.entity(secrets().blind(entity.entityId())), entity.encode());
    }

    public void putChunk(String entityId, long chunk, List<EventPosition> positions) {
        put(StoreLayout.positions(secrets().blind(entityId), chunk), EventPosition.encodeChunk(positions));
    }

    public void putPart(String entityId, String part, byte[] content) {
        put(partPlace(entityId, part), new PartEntry(part, content).encode());
    }

    public void putHit(LookupHit hit) {
        put(hitPlace(hit.lookup(), hit.value(), hit.entityId()), hit.encode());
    }

    public void putEvidence(int epoch, long blockIndex, Digest leaf, EvidenceEntry evidence) {
        put(StoreLayout.evidence(epoch, blockIndex, leaf), evidence.encode());
    }

    public void putSchemaText(Digest fingerprint, String text) {
        put(StoreLayout.schema(fingerprint), new EntryWriter(1).text(text).done());
    }

    public void putDataKey(DataKey dataKey) {
        put(
                StoreLayout.dataKey(dataKey.id()),
                new EntryWriter(1).bytes(dataKey.revealSecret()).done());
    }

    public void putRefused(String topic, long offset) {
        put(StoreLayout.refused(topic, offset), new byte[] {1});
    }

    /** Forgets the marks of a topic below an offset. */
    public void deleteRefusedBelow(String topic, long offset) {
        byte[] from = StoreLayout.refused(topic, 0);
        byte[] to = StoreLayout.refused(topic, offset);
        List<Bytes> gone = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> marks = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (marks.hasNext()) {
                KeyValue<Bytes, byte[]> mark = marks.next();
                if (!mark.key.equals(Bytes.wrap(to))) {
                    gone.add(mark.key);
                }
            }
        }
        gone.forEach(place -> out.accept(place, null));
    }

    public void putQuarantine(QuarantineEntry quarantine) {
        put(StoreLayout.single(StoreLayout.QUARANTINE), quarantine.encode());
    }

    private void put(byte[] place, byte[] entry) {
        out.accept(Bytes.wrap(place), secrets().seal(place, entry));
    }
}
