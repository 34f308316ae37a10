package org.dataembassy.site.materialise;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.UnreadableEventException;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.LedgerStore;

/** Decodes the events of opened blocks into the current versions of their classes. Thread-safe. */
public final class BlockEvents {
    private final EventCodec codec = new EventCodec();
    private final EventSchemas schemas;

    public BlockEvents(EventSchemas schemas) {
        this.schemas = schemas;
    }

    /** One event of a block. */
    public record Decoded(long sequence, RegistryModel.Meta meta, SpecificRecord event) {}

    /** What decodes the events of one block. */
    public final class OfBlock {
        private final OpenedBlock block;
        private final RegistryModel<?> model;
        private final LedgerStore store;
        private final Map<Integer, SchemaUse> uses = new HashMap<>();

        private OfBlock(OpenedBlock block, RegistryModel<?> model, LedgerStore store) {
            this.block = block;
            this.model = model;
            this.store = store;
            block.schemas().forEach(use -> uses.put(use.id(), use));
        }

        /**
         * @param index of the event in its block
         * @throws CannotFoldException SCHEMA_UNREADABLE naming block and sequence
         */
        public Decoded at(int index) throws CannotFoldException {
            long sequence = block.header().firstSequence() + index;
            byte[] framed = block.events().get(index);
            try {
                SchemaUse use = uses.get(EventCodec.schemaId(framed));
                if (use == null) {
                    throw unreadable(sequence, "its schema id is not among those the block states");
                }
                Schema schema = schemas.find(use, store);
                SpecificRecord event = codec.decode(framed, schema, model);
                return new Decoded(sequence, EventCodec.meta(event), event);
            } catch (UnreadableEventException e) {
                throw unreadable(sequence, e.getMessage());
            } catch (CannotFoldException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                throw unreadable(sequence, e.getClass().getSimpleName());
            }
        }

        private CannotFoldException unreadable(long sequence, String what) {
            return new CannotFoldException(
                    HaltReason.SCHEMA_UNREADABLE,
                    "event " + block.header().ledger() + "#" + sequence + " in block "
                            + block.header().blockIndex() + " can't be read: " + what);
        }
    }

    public OfBlock of(OpenedBlock block, RegistryModel<?> model, LedgerStore store) {
        return new OfBlock(block, model, store);
    }
}
