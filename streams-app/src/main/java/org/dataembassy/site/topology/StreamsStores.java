package org.dataembassy.site.topology;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.site.query.LocalStores;
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.StoreLayout;
import org.dataembassy.site.store.StoreSecrets;

/** The stores as Kafka Streams gives them out: of active, restored tasks of this process only. Thread-safe. */
public final class StreamsStores implements LocalStores {
    private final Supplier<Optional<KafkaStreams>> streams;
    private final StoreKey storeKey;
    private final SecureRandom random;
    private final Supplier<HostInfo> self;
    private final SiteBoard board;
    private final ConcurrentMap<LedgerId, StoreSecrets> secrets = new ConcurrentHashMap<>();

    /** @param self as which this instance is known to others */
    public StreamsStores(
            Supplier<Optional<KafkaStreams>> streams,
            StoreKey storeKey,
            SecureRandom random,
            Supplier<HostInfo> self,
            SiteBoard board) {
        this.streams = streams;
        this.storeKey = storeKey;
        this.random = random;
        this.self = self;
        this.board = board;
    }

    @Override
    public LedgerStore store(LedgerId ledger) {
        KafkaStreams running = streams.get()
                .orElseThrow(() -> QueryProblem.unavailable(
                        "site-starting",
                        "The site service has not begun to read ledgers yet.",
                        "See /readyz for what it waits for."));
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = running.store(StoreQueryParameters.fromNameAndType(
                            StoreLayout.storeName(ledger.registry()),
                            QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                    .withPartition(ledger.partition()));
            BelievedReads reads = new BelievedReads(store, ledger, board);
            reads.requireBelieved();
            return new LedgerStore(reads, secrets.computeIfAbsent(ledger, l -> new StoreSecrets(storeKey, l, random)));
        } catch (InvalidStateStoreException e) {
            throw notHere(running, ledger);
        }
    }

    private QueryProblem notHere(KafkaStreams running, LedgerId ledger) {
        Optional<HostInfo> owner = owner(running, ledger).filter(host -> !host.equals(self.get()));
        return owner.map(host -> QueryProblem.unavailable(
                        "partition-elsewhere",
                        "The partition " + ledger + " is held by the instance " + host.host() + ":" + host.port() + ".",
                        "Ask that instance."))
                .orElseGet(() -> QueryProblem.unavailable(
                        "store-unavailable",
                        "The store of " + ledger + " is not ready: its partition is being assigned or restored.",
                        "Ask again in a moment; /readyz says when."));
    }

    /** Who holds the partition, by the group's own knowledge. */
    private static Optional<HostInfo> owner(KafkaStreams running, LedgerId ledger) {
        StreamPartitioner<byte[], Object> toPartition =
                (topic, key, value, partitions) -> Optional.of(Set.of(ledger.partition()));
        try {
            KeyQueryMetadata metadata =
                    running.queryMetadataForKey(StoreLayout.storeName(ledger.registry()), new byte[0], toPartition);
            return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    ? Optional.empty()
                    : Optional.of(metadata.activeHost());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
