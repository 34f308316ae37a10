package org.dataembassy.site.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.DataKey;

/**
 * Reads the entries of one ledger's store. Every entry is authenticated before it is used; one that isn't what this
 * site wrote at its place is a {@link StoreCorruptException}.
 *
 * <p>As thread-safe as the store beneath. Several reads together are one consistent view only under the partition's gate
 * (see the topology package).
 */
public class LedgerStore {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final StoreSecrets secrets;

    public LedgerStore(ReadOnlyKeyValueStore<Bytes, byte[]> store, StoreSecrets secrets) {
        this.store = store;
        this.secrets = secrets;
    }

    public final LedgerId ledger() {
        return secrets.ledger();
    }

    public final Optional<HeadEntry> head() {
        return read(StoreLayout.single(StoreLayout.HEAD), HeadEntry::decode);
    }

    public final Optional<ParkedEntry> parked(String topic) {
        return read(StoreLayout.parked(topic), ParkedEntry::decode);
    }

    /** All parked intervals, by topic. */
    public final void forEachParked(java.util.function.BiConsumer<String, ParkedEntry> action) {
        scan(StoreLayout.single(StoreLayout.PARKED), ParkedEntry::decode, (place, parked) -> {
            action.accept(new String(place, 1, place.length - 1, java.nio.charset.StandardCharsets.US_ASCII), parked);
            return true;
        });
    }

    public final Optional<BlockEntry> block(long index) {
        return read(StoreLayout.block(index), BlockEntry::decode);
    }

    /** A block that the head says has been applied. */
    public final BlockEntry appliedBlock(long index) {
        return block(index)
                .orElseThrow(() -> new StoreCorruptException(ledger(), "the entry of block " + index + " is missing"));
    }

    /** For calls that name the same entity more than once. */
    public final EntityName name(String entityId) {
        return new EntityName(entityId, secrets.blind(entityId));
    }

    public final Optional<EntityEntry> entity(String entityId) {
        return heldEntity(name(entityId)).entry();
    }

    public final Held<EntityEntry> heldEntity(EntityName name) {
        Held<EntityEntry> found = held(StoreLayout.entity(name.blinded()), EntityEntry::decode);
        if (found.entry().isPresent() && !found.entry().get().entityId().equals(name.entityId())) {
            throw new StoreCorruptException(ledger(), "the entry of an entity belongs to another entity");
        }
        return found;
    }

    /** Every entity, in no particular order. */
    public final void forEachEntity(Consumer<EntityEntry> action) {
        scan(StoreLayout.single(StoreLayout.ENTITY), EntityEntry::decode, (place, entity) -> {
            action.accept(entity);
            return true;
        });
    }

    /** @param chunk below {@link EntityEntry#fullChunks()} */
    public final List<EventPosition> chunk(String entityId, long chunk) {
        return read(StoreLayout.positions(secrets.blind(entityId), chunk), EventPosition::decodeChunk)
                .orElseThrow(() -> new StoreCorruptException(ledger(), "chunk " + chunk + " of positions is missing"));
    }

    public final Optional<byte[]> part(String entityId, String part) {
        return read(partPlace(name(entityId), part), PartEntry::decode).map(entry -> {
            if (!entry.name().equals(part)) {
                throw new StoreCorruptException(ledger(), "the entry of a part belongs to another part");
            }
            return entry.content();
        });
    }

    /**
     * Gives {@code wanted} every hit under exactly this value, those that ended too, until it says no. They come in the
     * order of their places, which never changes.
     *
     * @param after only hits behind this place
     */
    public final void forEachHit(String lookup, String value, HitPlace after, BiPredicate<HitPlace, LookupHit> wanted) {
        HitJoin hits = new HitJoin(lookup, value, wanted);
        scan(
                StoreLayout.behind(StoreLayout.of(StoreLayout.LOOKUP, after.bytes())),
                StoreLayout.of(StoreLayout.LOOKUP, secrets.blind(lookup, value)),
                Function.identity(),
                (place, entry) -> StoreLayout.isLookupEnd(place)
                        ? hits.ended(place, decoded(place, entry, LookupHit::decodeEnd))
                        : hits.began(place, decoded(place, entry, LookupHit::decode)));
        hits.finish();
    }

    /** Before every entry under this value. */
    public final HitPlace beforeHits(String lookup, String value) {
        return HitPlace.of(Arrays.copyOf(secrets.blind(lookup, value), HitPlace.BYTES));
    }

    /** Whether a place is one of the entries under this value, present or not. */
    public final boolean isUnder(HitPlace place, String lookup, String value) {
        return Arrays.equals(place.blindedValue(), secrets.blind(lookup, value));
    }

    public final Optional<EvidenceEntry> evidence(int epoch, long blockIndex, Digest leaf) {
        return read(StoreLayout.evidence(epoch, blockIndex, leaf), EvidenceEntry::decode);
    }

    /** Gives {@code wanted} every piece of evidence, by epoch and block index, until it says no. */
    public final void forEachEvidence(BiPredicate<EvidenceEntry.Place, EvidenceEntry> wanted) {
        scan(
                StoreLayout.single(StoreLayout.EVIDENCE),
                EvidenceEntry::decode,
                (place, entry) -> wanted.test(StoreLayout.evidencePlace(place), entry));
    }

    public final Optional<String> schemaText(Digest fingerprint) {
        return read(StoreLayout.schema(fingerprint), entry -> {
            EntryReader in = new EntryReader(entry, 1);
            String text = in.text();
            in.end();
            return text;
        });
    }

    public final Optional<DataKey> dataKey(Digest dataKeyId) {
        return read(StoreLayout.dataKey(dataKeyId), entry -> {
            EntryReader in = new EntryReader(entry, 1);
            byte[] secret = in.bytes();
            in.end();
            return DataKey.of(secret);
        });
    }

    public final boolean isRefused(String topic, long offset) {
        return read(StoreLayout.refused(topic, offset), entry -> entry).isPresent();
    }

    public final QuarantineEntry quarantine() {
        return read(StoreLayout.single(StoreLayout.QUARANTINE), QuarantineEntry::decode)
                .orElseGet(QuarantineEntry::empty);
    }

    /** Begins a pass over all entries as they are now. */
    public final StoreCheck check() {
        return new StoreCheck(head(), secrets, store.all());
    }

    /** Every entry from {@code place} on; null for all. */
    final KeyValueIterator<Bytes, byte[]> from(Bytes place) {
        return store.range(place, null);
    }

    final StoreSecrets secrets() {
        return secrets;
    }

    final byte[] partPlace(EntityName name, String part) {
        return StoreLayout.part(name.blinded(), secrets.blind(name.entityId(), part));
    }

    final byte[] hitPlace(EntityName name, LookupHit hit) {
        return StoreLayout.lookup(secrets.blind(hit.lookup(), hit.value()), name.blinded(), hit.fromSequence());
    }

    private <T> Optional<T> read(byte[] place, Function<byte[], T> decode) {
        return held(place, decode).entry();
    }

    private <T> Held<T> held(byte[] place, Function<byte[], T> decode) {
        Bytes at = Bytes.wrap(place);
        byte[] value = store.get(at);
        return value == null ? Held.nothing(at) : Held.of(at, value, open(place, value, decode));
    }

    private <T> T open(byte[] place, byte[] value, Function<byte[], T> decode) {
        return decoded(place, secrets.open(place, value), decode);
    }

    private <T> T decoded(byte[] place, byte[] entry, Function<byte[], T> decode) {
        try {
            return decode.apply(entry);
        } catch (IllegalArgumentException e) {
            throw new StoreCorruptException(
                    ledger(), "an entry of kind " + StoreLayout.kindOf(place) + " can't be read: " + e.getMessage());
        }
    }

    /** What to do with one entry of a scan; false ends it. */
    private interface Visitor<T> {
        boolean visit(byte[] place, T entry);
    }

    private <T> void scan(byte[] prefix, Function<byte[], T> decode, Visitor<T> visitor) {
        scan(prefix, prefix, decode, visitor);
    }

    private <T> void scan(byte[] from, byte[] prefix, Function<byte[], T> decode, Visitor<T> visitor) {
        byte[] end = StoreLayout.after(prefix);
        try (KeyValueIterator<Bytes, byte[]> entries =
                store.range(Bytes.wrap(from), end == null ? null : Bytes.wrap(end))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> next = entries.next();
                byte[] place = next.key.get();
                boolean within = place.length >= prefix.length
                        && Arrays.equals(place, 0, prefix.length, prefix, 0, prefix.length);
                if (!within || !visitor.visit(place, open(place, next.value, decode))) {
                    return; // the range's end is inclusive; what lies there is of the next kind
                }
            }
        }
    }
}
