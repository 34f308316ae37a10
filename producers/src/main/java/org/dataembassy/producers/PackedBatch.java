package org.dataembassy.producers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.write.BlockDraft;

/**
 * The calls of one transaction packed into blocks: in each partition the events in order, a new block when one has
 * as many events or bytes as it may; a larger event has a block of its own. Pure.
 *
 * @param drafts in an order in which those of one partition follow each other
 * @param places where the events lie, in order of calls
 */
record PackedBatch(List<AcceptedCall> calls, List<BlockDraft> drafts, Places places) {
    /** For each event its draft and its number in it, as numbers: there are thousands. */
    static final class Places {
        private int[] drafts = new int[64];
        private int[] indexes = new int[64];
        private int size;

        private Places() {}

        private void add(int draft, int index) {
            if (size == drafts.length) {
                drafts = Arrays.copyOf(drafts, 2 * size);
                indexes = Arrays.copyOf(indexes, 2 * size);
            }
            drafts[size] = draft;
            indexes[size++] = index;
        }

        int size() {
            return size;
        }

        int draft(int event) {
            return drafts[event];
        }

        int indexInDraft(int event) {
            return indexes[event];
        }
    }

    static PackedBatch of(List<AcceptedCall> calls, int maxEventsPerBlock, int maxBytesPerBlock) {
        Packer packer = new Packer(maxEventsPerBlock, maxBytesPerBlock);
        for (AcceptedCall call : calls) {
            for (EncodedEvent event : call.events()) {
                packer.add(event);
            }
        }
        return new PackedBatch(calls, packer.drafts(), packer.places);
    }

    private static final class Packer {
        private final int maxEvents;
        private final int maxBytes;
        private final List<OpenBlock> blocks = new ArrayList<>();
        /** By partition the block that takes its next event. */
        private final List<OpenBlock> open = new ArrayList<>();

        private final Places places = new Places();

        Packer(int maxEvents, int maxBytes) {
            this.maxEvents = maxEvents;
            this.maxBytes = maxBytes;
        }

        void add(EncodedEvent event) {
            while (open.size() <= event.partition()) {
                open.add(null);
            }
            OpenBlock block = open.get(event.partition());
            if (block == null || !block.hasRoomFor(event, maxEvents, maxBytes)) {
                block = new OpenBlock(blocks.size(), event.partition());
                blocks.add(block);
                open.set(event.partition(), block);
            }
            places.add(block.number, block.add(event));
        }

        List<BlockDraft> drafts() {
            return blocks.stream().map(OpenBlock::draft).toList();
        }
    }

    private static final class OpenBlock {
        private final int number;
        private final int partition;
        private final List<byte[]> events = new ArrayList<>();
        /** A few at most: looking through them is fastest. */
        private final List<SchemaUse> schemas = new ArrayList<>();

        private long bytes;
        private Instant first;
        private Instant last;

        OpenBlock(int number, int partition) {
            this.number = number;
            this.partition = partition;
        }

        boolean hasRoomFor(EncodedEvent event, int maxEvents, int maxBytes) {
            return events.size() < maxEvents && bytes + event.bytes().length <= maxBytes;
        }

        int add(EncodedEvent event) {
            events.add(event.bytes());
            note(event.schema());
            bytes += event.bytes().length;
            first = first == null ? event.recordedAt() : first;
            last = event.recordedAt();
            return events.size() - 1;
        }

        private void note(SchemaUse schema) {
            for (SchemaUse known : schemas) {
                if (known == schema || known.equals(schema)) {
                    return;
                }
            }
            schemas.add(schema);
        }

        BlockDraft draft() {
            return new BlockDraft(partition, events, first, last, List.copyOf(schemas));
        }
    }
}
