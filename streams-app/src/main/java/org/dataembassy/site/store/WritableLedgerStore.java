package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;

/**
 * Writes the entries of one ledger's store, and keeps the {@link MultisetHash} over all of them but the head; for the
 * stream thread that owns the task, and one for each task.
 *
 * <p>Whoever has changed entries writes the head before the thread does anything else ({@link #putHead}): a transaction
 * that had the one without the other would look like a store that somebody else changed.
 */
public class WritableLedgerStore extends LedgerStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private MultisetHash entries = MultisetHash.EMPTY;
    private long version;
    private boolean unsettled;

    public WritableLedgerStore(KeyValueStore<Bytes, byte[]> store, StoreSecrets secrets) {
        super(store, secrets);
        this.store = store;
    }

    /** Goes on from the head that is in the store; nothing if there is none. */
    public final void goOnFrom(Optional<HeadEntry> head) {
        entries = head.map(HeadEntry::multisetHash).orElse(MultisetHash.EMPTY);
        version = head.map(HeadEntry::version).orElse(0L);
        unsettled = false;
    }

    /** Of the head that was written last; 0 if none was. */
    public final long version() {
        return version;
    }

    /** Over all entries but the head. */
    public final MultisetHash entriesHash() {
        return entries;
    }

    /** Whether entries have changed since the head was written last. */
    public final boolean isUnsettled() {
        return unsettled;
    }

    /** Reads and writes of one block, gathered. */
    public final StoreBatch batch() {
        return new StoreBatch(this, store);
    }

    /** Writes the head over what the entries are now; version and hash are not those of {@code head}. */
    public final void putHead(HeadEntry head) {
        version++;
        unsettled = false;
        byte[] place = StoreLayout.single(StoreLayout.HEAD);
        write(Bytes.wrap(place), seal(place, head.written(version, entries).encode()));
    }

    /**
     * Writes the head of a store that is to be emptied: from now on its entries mean nothing.
     *
     * @param olderVersion the new head is later than this version too
     */
    public final void condemn(HeadEntry head, long olderVersion) {
        version = Math.max(version, olderVersion);
        entries = MultisetHash.EMPTY;
        putHead(head);
    }

    /** Takes over what a batch of this store has made of hash and version. */
    final void settle(WritableLedgerStore batch) {
        entries = batch.entries;
        version = batch.version;
        unsettled = batch.unsettled;
    }

    /** Deletes an entry without looking at it; only while the store is being emptied. */
    final void erase(Bytes place) {
        store.put(place, null);
    }

    public final void putParked(String topic, ParkedEntry parked) {
        put(StoreLayout.parked(topic), parked.encode());
    }

    public final void deleteParked(String topic) {
        change(Bytes.wrap(StoreLayout.parked(topic)), null);
    }

    /** @param index that no entry has been written for: a block is applied once */
    public final void putBlock(long index, BlockEntry block) {
        putFirst(StoreLayout.block(index), block.encode());
    }

    /** Writes over what was read, or found missing, and not written since. */
    public final void replaceEntity(Held<EntityEntry> before, EntityEntry now) {
        replace(before, now.encode());
    }

    /**
     * A lookup entry that begins, or the end of one that began before: nothing is written over.
     *
     * @param hit begun or ended by an event that no entry under this value has been written for
     */
    public final void putHit(EntityName name, LookupHit hit) {
        byte[] place = hitPlace(name, hit);
        if (hit.endSequence().isEmpty()) {
            putFirst(place, hit.encode());
        } else {
            putFirst(
                    StoreLayout.lookupEnd(place),
                    LookupHit.encodeEnd(hit.endSequence().getAsLong()));
        }
    }

    /** @param chunk that no entry has been written for: a full chunk is written once */
    public final void putChunk(EntityName name, long chunk, List<EventPosition> positions) {
        putFirst(StoreLayout.positions(name.blinded(), chunk), EventPosition.encodeChunk(positions));
    }

    public final void putPart(EntityName name, String part, byte[] content) {
        put(partPlace(name, part), new PartEntry(part, content).encode());
    }

    public final void putEvidence(int epoch, long blockIndex, Digest leaf, EvidenceEntry evidence) {
        put(StoreLayout.evidence(epoch, blockIndex, leaf), evidence.encode());
    }

    public final void putSchemaText(Digest fingerprint, String text) {
        put(StoreLayout.schema(fingerprint), new EntryWriter(1).text(text).done());
    }

    public final void putDataKey(DataKey dataKey) {
        put(
                StoreLayout.dataKey(dataKey.id()),
                new EntryWriter(1).bytes(dataKey.revealSecret()).done());
    }

    public final void putRefused(String topic, long offset) {
        put(StoreLayout.refused(topic, offset), new byte[] {1});
    }

    /** Forgets the marks of a topic below an offset. */
    public final void deleteRefusedBelow(String topic, long offset) {
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
        gone.forEach(place -> change(place, null));
    }

    public final void putQuarantine(QuarantineEntry quarantine) {
        put(StoreLayout.single(StoreLayout.QUARANTINE), quarantine.encode());
    }

    private void put(byte[] place, byte[] entry) {
        change(Bytes.wrap(place), seal(place, entry));
    }

    /**
     * As {@link #put}, where nothing can lie yet: to look for what is not there costs as much as all else about a new
     * entry (docs/decisions/0030 and 0033). If something lay there after all, the hash over the entries would say so at
     * the next start.
     */
    private void putFirst(byte[] place, byte[] entry) {
        replace(Held.nothing(Bytes.wrap(place)), entry);
    }

    private void replace(Held<?> before, byte[] entry) {
        byte[] value = seal(before.place().get(), entry);
        count(before.place(), before.value(), value);
        writeOnce(before.place(), value);
    }

    /** @param value null to delete */
    private void change(Bytes place, byte[] value) {
        count(place, stored(place), value);
        write(place, value);
    }

    /** @param before null if nothing lies there */
    private void count(Bytes place, byte[] before, byte[] value) {
        if (before != null) {
            entries = entries.minus(secrets().term(place.get(), before));
        }
        if (value != null) {
            entries = entries.plus(secrets().term(place.get(), value));
        }
        unsettled = true;
    }

    /** What lies there now. */
    byte[] stored(Bytes place) {
        return store.get(place);
    }

    byte[] seal(byte[] place, byte[] entry) {
        return secrets().seal(place, entry);
    }

    /** Puts all of these into the store at once, in their order. */
    final void writeAll(List<KeyValue<Bytes, byte[]>> all) {
        store.putAll(all);
    }

    void write(Bytes place, byte[] value) {
        store.put(place, value);
    }

    /** Where what lay there before is known because nobody has written there since. */
    void writeOnce(Bytes place, byte[] value) {
        store.put(place, value);
    }
}
