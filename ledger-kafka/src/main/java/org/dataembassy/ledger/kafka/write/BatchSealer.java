package org.dataembassy.ledger.kafka.write;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.DataKeySession;
import org.dataembassy.ledger.block.SchemaUse;

/**
 * Seals batches one after the other on top of the heads sealed last, committed or not. Partitions of one batch are
 * sealed at once; blocks of one partition follow each other. For one thread; if {@link #seal} throws, the writer must
 * end, for the blocks already sealed are lost.
 */
final class BatchSealer {
    private final String registry;
    private final BlockSealer sealer;
    private final Optional<DataKeySession> dataKeys;
    private final int blockSchemaId;
    private final Duration maxDataKeyAge;
    private final Clock clock;
    private final Executor executor;
    private final Map<Integer, Head> heads;
    private final Map<Integer, Set<Digest>> schemasGiven = new HashMap<>();
    private SortedMap<String, Long> sources;
    private Instant dataKeySince;

    BatchSealer(
            BlockWriterConfig config,
            BlockSealer sealer,
            Optional<DataKeySession> dataKeys,
            CommittedHeads start,
            Clock clock,
            Executor executor) {
        this.registry = config.registry();
        this.sealer = sealer;
        this.dataKeys = dataKeys;
        this.blockSchemaId = config.blockSchemaId();
        this.maxDataKeyAge = config.maxDataKeyAge();
        this.clock = clock;
        this.executor = executor;
        this.heads = new HashMap<>(start.heads());
        this.sources = start.sources();
        this.dataKeySince = clock.instant();
    }

    /**
     * @param number of the transaction in the journal
     * @param requireAllowed throws if the signing key may not sign a place; asked for all before the first is signed
     */
    SealedBatch seal(Batch batch, long number, Consumer<BlockPlace> requireAllowed) {
        Instant now = clock.instant();
        List<BlockPlace> places = places(batch);
        places.forEach(requireAllowed);
        rotateOldDataKey(now);
        SortedMap<String, Long> positions = new TreeMap<>(sources);
        positions.putAll(batch.sources());
        BlockSealer.Sealed[] sealed = new BlockSealer.Sealed[batch.blocks().size()];
        sealAll(batch, new Context(places, Collections.unmodifiableSortedMap(positions), now), sealed);
        sources = positions;
        return result(number, sealed, positions);
    }

    private record Context(List<BlockPlace> places, SortedMap<String, Long> sources, Instant now) {}

    private void rotateOldDataKey(Instant now) {
        if (dataKeys.isPresent() && Duration.between(dataKeySince, now).compareTo(maxDataKeyAge) > 0) {
            dataKeys.get().rotate();
            dataKeySince = now;
        }
    }

    /** Known before the first block is sealed, since every header names all blocks of its transaction. */
    private List<BlockPlace> places(Batch batch) {
        Map<Integer, Long> next = new HashMap<>();
        List<BlockPlace> places = new ArrayList<>();
        for (BlockDraft draft : batch.blocks()) {
            long index =
                    next.computeIfAbsent(draft.partition(), p -> heads.get(p).nextBlockIndex());
            places.add(new BlockPlace(draft.partition(), index));
            next.put(draft.partition(), index + 1);
        }
        return places;
    }

    private void sealAll(Batch batch, Context context, BlockSealer.Sealed[] sealed) {
        SortedMap<Integer, List<Integer>> byPartition = new TreeMap<>();
        for (int i = 0; i < batch.blocks().size(); i++) {
            byPartition
                    .computeIfAbsent(batch.blocks().get(i).partition(), p -> new ArrayList<>())
                    .add(i);
        }
        // Each task has a head and a set of schemas of its own partition; nothing is shared but the maps' structure.
        byPartition.keySet().forEach(partition -> schemasGiven.computeIfAbsent(partition, p -> new HashSet<>()));
        Map<Integer, CompletableFuture<Head>> tasks = new HashMap<>();
        byPartition.forEach((partition, drafts) -> {
            Head head = heads.get(partition);
            Set<Digest> given = schemasGiven.get(partition);
            if (byPartition.size() == 1) {
                tasks.put(
                        partition,
                        CompletableFuture.completedFuture(sealPartition(batch, drafts, head, given, context, sealed)));
            } else {
                tasks.put(
                        partition,
                        CompletableFuture.supplyAsync(
                                () -> sealPartition(batch, drafts, head, given, context, sealed), executor));
            }
        });
        tasks.forEach((partition, task) -> heads.put(partition, join(task)));
    }

    private Head sealPartition(
            Batch batch,
            List<Integer> drafts,
            Head start,
            Set<Digest> given,
            Context context,
            BlockSealer.Sealed[] sealed) {
        Head head = start;
        for (int i : drafts) {
            BlockDraft draft = batch.blocks().get(i);
            sealed[i] = sealer.seal(new BlockSealer.Request(
                    new LedgerId(registry, draft.partition()),
                    head,
                    draft.events(),
                    withoutTextsGiven(draft.schemas(), given),
                    draft.firstRecordedAt(),
                    draft.lastRecordedAt(),
                    context.now(),
                    context.places(),
                    context.sources()));
            draft.schemas().forEach(schema -> given.add(schema.fingerprint()));
            head = sealed[i].after();
        }
        return head;
    }

    /** A text lies in the partition once for each session of a writer: the reader of any session finds it. */
    private static List<SchemaUse> withoutTextsGiven(List<SchemaUse> schemas, Set<Digest> given) {
        return schemas.stream()
                .map(schema -> given.contains(schema.fingerprint())
                        ? new SchemaUse(schema.id(), schema.fingerprint(), Optional.empty())
                        : schema)
                .toList();
    }

    private SealedBatch result(long number, BlockSealer.Sealed[] sealed, SortedMap<String, Long> positions) {
        List<JournaledBlock> journaled = new ArrayList<>();
        List<SealedBatch.Block> blocks = new ArrayList<>();
        for (BlockSealer.Sealed one : sealed) {
            journaled.add(new JournaledBlock(
                    one.header().ledger().partition(),
                    one.header().blockIndex(),
                    one.leaf(),
                    one.block().encode(blockSchemaId)));
            blocks.add(new SealedBatch.Block(one.header(), one.leaf(), one.after()));
        }
        return new SealedBatch(new JournaledTransaction(number, journaled), blocks, positions);
    }

    private static Head join(CompletableFuture<Head> task) {
        try {
            return task.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
