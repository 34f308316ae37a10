package org.dataembassy.producers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Micros;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.kafka.write.BlockDraft;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Knows which calls are in the ledger already: those with a source position by what the headers carry, those without by
 * the event ids of the latest transactions of the publisher before. Thread-safe but for {@link #beforeWriting}.
 */
final class KnownCalls implements AutoCloseable {
    private static final Duration SAVE_INTERVAL = Duration.ofSeconds(1);

    private final String registry;
    private final String ownSource;
    private final OffsetLookup offsets;
    private final Clock clock;
    private final SourceMemory memory;
    private final RecentBatches batches;
    private final Map<UUID, RecentBatches.Remembered> recent;
    private final Map<String, Progress> sources = new HashMap<>();
    private final Map<Integer, Place> nextPlaces = new HashMap<>();
    private long lastNumber;
    private Instant savedAt = Instant.EPOCH;

    /** Finds the offset of a committed block in the own topic. */
    @FunctionalInterface
    interface OffsetLookup {
        long offsetOf(int partition, long blockIndex);
    }

    /** How far an input is accepted, and the answer to its last accepted call. */
    private record Progress(long position, CompletableFuture<Answer> last) {}

    private record Place(long blockIndex, long sequence) {}

    /**
     * What a transaction's headers carry.
     *
     * @param number of the transaction if it has events without a source position
     */
    record Carried(SortedMap<String, Long> sources, OptionalLong number) {}

    /**
     * @param ownSource id under which the publisher numbers its own transactions
     * @param committed positions of all inputs in the ledger
     */
    KnownCalls(
            String registry,
            String ownSource,
            Map<String, Long> committed,
            Map<Integer, Head> heads,
            RecentBatches batches,
            SourceMemory memory,
            OffsetLookup offsets,
            Clock clock) {
        this.registry = registry;
        this.ownSource = ownSource;
        this.offsets = offsets;
        this.clock = clock;
        this.memory = memory;
        this.batches = batches;
        this.recent = batches.remembered();
        this.lastNumber = committed.getOrDefault(ownSource, -1L);
        committed.forEach((id, position) -> sources.put(id, new Progress(position, new CompletableFuture<>())));
        sources.values().forEach(progress -> progress.last().complete(null));
        heads.forEach(
                (partition, head) -> nextPlaces.put(partition, new Place(head.nextBlockIndex(), head.nextSequence())));
    }

    /**
     * The answer to a call that need not be written.
     *
     * @throws EmbassyException INPUT_CHANGED, EVENT_MALFORMED
     */
    synchronized Optional<CompletableFuture<Answer>> answer(List<UUID> ids, Optional<SourcePosition> source) {
        return source.isPresent() ? answer(ids, source.get()) : answer(ids);
    }

    private Optional<CompletableFuture<Answer>> answer(List<UUID> ids, SourcePosition source) {
        Progress progress = sources.get(source.id());
        if (progress == null) {
            refuseTooManySources(source);
            return Optional.empty();
        }
        if (source.position() > progress.position()) {
            return Optional.empty();
        }
        if (memory.contradicts(source, ids.get(ids.size() - 1))) {
            throw new EmbassyException(
                    Problem.INPUT_CHANGED,
                    "the input " + source.id() + " has changed at or before position " + source.position()
                            + ", which is in the ledger of " + registry + " already");
        }
        // Transactions commit in order: once the last call is in the ledger, so is every earlier one.
        return Optional.of(progress.last().thenApply(done -> new Answer(List.of(), true)));
    }

    private void refuseTooManySources(SourcePosition source) {
        // Two are left for the publishers of both sites.
        if (sources.size() >= BlockLimits.MAX_SOURCES - 2) {
            throw new EmbassyException(
                    Problem.EVENT_MALFORMED,
                    "the source " + source.id() + " is one too many: the blocks of " + registry
                            + " carry the positions of " + sources.size() + " inputs already");
        }
    }

    private Optional<CompletableFuture<Answer>> answer(List<UUID> ids) {
        int there = 0;
        for (UUID id : ids) {
            there += recent.containsKey(id) ? 1 : 0;
        }
        if (there == 0) {
            return Optional.empty();
        }
        if (there < ids.size()) {
            throw new EmbassyException(
                    Problem.EVENT_MALFORMED,
                    there + " of the call's " + ids.size() + " event ids are in the ledger of " + registry
                            + " already, by another call");
        }
        return Optional.of(CompletableFuture.completedFuture(
                new Answer(ids.stream().map(this::receipt).toList(), true)));
    }

    private Receipt receipt(UUID id) {
        RecentBatches.Remembered event = recent.get(id);
        return new Receipt(
                new LedgerId(registry, event.partition()),
                event.sequence(),
                event.blockIndex(),
                event.blockLastSequence(),
                offsets.offsetOf(event.partition(), event.blockIndex()),
                id,
                event.recordedAt());
    }

    /** Takes note of a call that will be written, and gives the future that its caller gets. */
    synchronized CompletableFuture<Answer> accepted(AcceptedCall call) {
        call.source().ifPresent(at -> sources.put(at.id(), new Progress(at.position(), call.answer())));
        return call.answer();
    }

    /**
     * The positions that the headers of this transaction carry; what must be on disk before it is written, then is. For
     * one thread, and outside of the lock that callers take: it waits for the disk.
     */
    Carried beforeWriting(PackedBatch packed) {
        SortedMap<String, Long> positions = new TreeMap<>();
        for (AcceptedCall call : packed.calls()) {
            call.source().ifPresent(at -> positions.put(at.id(), at.position()));
        }
        List<RecentBatches.Block> blocks = blocks(packed);
        if (packed.calls().stream().noneMatch(call -> call.source().isEmpty())) {
            return new Carried(positions, OptionalLong.empty());
        }
        lastNumber = Math.max(lastNumber + 1, Micros.of(clock.instant()));
        batches.record(lastNumber, blocks, packed);
        positions.put(ownSource, lastNumber);
        return new Carried(positions, OptionalLong.of(lastNumber));
    }

    synchronized void committed(PackedBatch packed, OptionalLong number) {
        number.ifPresent(batches::committed);
        for (AcceptedCall call : packed.calls()) {
            UUID lastEvent = call.events().get(call.events().size() - 1).eventId();
            call.source().ifPresent(at -> memory.committed(at, lastEvent));
        }
        if (Duration.between(savedAt, clock.instant()).compareTo(SAVE_INTERVAL) >= 0) {
            memory.save();
            savedAt = clock.instant();
        }
    }

    synchronized Optional<Long> positionOf(String sourceId) {
        return Optional.ofNullable(sources.get(sourceId)).map(Progress::position);
    }

    /** Where the batch's blocks will lie: this is the only writer, and batches are written in order. */
    private List<RecentBatches.Block> blocks(PackedBatch packed) {
        List<RecentBatches.Block> blocks = new ArrayList<>();
        for (BlockDraft draft : packed.drafts()) {
            Place begin = nextPlaces.getOrDefault(draft.partition(), new Place(0, 0));
            int count = draft.events().size();
            blocks.add(new RecentBatches.Block(draft.partition(), begin.blockIndex(), begin.sequence(), count));
            nextPlaces.put(draft.partition(), new Place(begin.blockIndex() + 1, begin.sequence() + count));
        }
        return blocks;
    }

    @Override
    public synchronized void close() {
        memory.save();
        batches.close();
    }
}
