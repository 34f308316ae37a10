package org.dataembassy.producers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.write.BlockDraft;

/**
 * The calls of one transaction packed into blocks: in each partition the events in order, a new block when one has
 * as many events or bytes as it may; a larger event has a block of its own. Pure.
 *
 * @param drafts in an order in which those of one partition follow each other
 * @param places for each event in order of calls the draft it lies in
 */
record PackedBatch(List<AcceptedCall> calls, List<BlockDraft> drafts, List<Place> places) {
    /** An event's draft and its number in it. */
    record Place(int draft, int indexInDraft) {}

    static PackedBatch of(List<AcceptedCall> calls, int maxEventsPerBlock, int maxBytesPerBlock) {
        Packer packer = new Packer(maxEventsPerBlock, maxBytesPerBlock);
        for (AcceptedCall call : calls) {
            call.events().forEach(packer::add);
        }
        return new PackedBatch(calls, packer.drafts(), List.copyOf(packer.places));
    }

    private static final class Packer {
        private final int maxEvents;
        private final int maxBytes;
        private final List<OpenBlock> blocks = new ArrayList<>();
        private final Map<Integer, Integer> openByPartition = new HashMap<>();
        private final List<Place> places = new ArrayList<>();

        Packer(int maxEvents, int maxBytes) {
            this.maxEvents = maxEvents;
            this.maxBytes = maxBytes;
        }

        void add(EncodedEvent event) {
            Integer open = openByPartition.get(event.partition());
            if (open == null || !blocks.get(open).hasRoomFor(event, maxEvents, maxBytes)) {
                blocks.add(new OpenBlock(event.partition()));
                open = blocks.size() - 1;
                openByPartition.put(event.partition(), open);
            }
            places.add(new Place(open, blocks.get(open).add(event)));
        }

        List<BlockDraft> drafts() {
            return blocks.stream().map(OpenBlock::draft).toList();
        }
    }

    private static final class OpenBlock {
        private final int partition;
        private final List<byte[]> events = new ArrayList<>();
        private final Set<SchemaUse> schemas = new LinkedHashSet<>();
        private long bytes;
        private Instant first;
        private Instant last;

        OpenBlock(int partition) {
            this.partition = partition;
        }

        boolean hasRoomFor(EncodedEvent event, int maxEvents, int maxBytes) {
            return events.size() < maxEvents && bytes + event.bytes().length <= maxBytes;
        }

        int add(EncodedEvent event) {
            events.add(event.bytes());
            schemas.add(event.schema());
            bytes += event.bytes().length;
            first = first == null ? event.recordedAt() : first;
            last = event.recordedAt();
            return events.size() - 1;
        }

        BlockDraft draft() {
            return new BlockDraft(partition, events, first, last, List.copyOf(schemas));
        }
    }
}
