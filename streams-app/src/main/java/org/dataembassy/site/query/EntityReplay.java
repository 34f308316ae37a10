package org.dataembassy.site.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.site.materialise.BlockEvents;
import org.dataembassy.site.materialise.CannotFoldException;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.LedgerStore;

/** Reads an entity's events again from the ledger, block by block, and folds them. For one query. */
final class EntityReplay<S extends SpecificRecord> {
    private final RegistryModel<S> model;
    private final LedgerStore store;
    private final LedgerBlocks blocks;
    private final BlockEvents events;
    private final Map<String, byte[]> parts = new HashMap<>();
    private long openIndex = -1;
    private OpenedBlock open;
    private S state;

    EntityReplay(RegistryModel<S> model, LedgerStore store, LedgerBlocks blocks, BlockEvents events) {
        this.model = model;
        this.store = store;
        this.blocks = blocks;
        this.events = events;
    }

    void foldAll(List<EventPosition> positions) {
        for (EventPosition position : positions) {
            RegistryModel.Folded<S> folded = model.fold(state, eventAt(position).event(), position.sequence());
            state = folded.state();
            folded.newParts().forEach(part -> parts.put(part.name(), part.content()));
        }
    }

    S state() {
        return state;
    }

    byte[] part(String name) {
        byte[] content = parts.get(name);
        if (content == null) {
            throw new IllegalStateException("a part that the state refers to was not made by its events");
        }
        return content;
    }

    BlockEvents.Decoded eventAt(EventPosition position) {
        if (position.blockIndex() != openIndex) {
            open = blocks.applied(store, position.blockIndex());
            openIndex = position.blockIndex();
        }
        int index = Math.toIntExact(position.sequence() - open.header().firstSequence());
        try {
            return events.of(open, model, store).at(index);
        } catch (CannotFoldException e) {
            throw QueryProblem.unavailable(
                    "event-unreadable", e.getMessage(), e.reason().next());
        }
    }
}
