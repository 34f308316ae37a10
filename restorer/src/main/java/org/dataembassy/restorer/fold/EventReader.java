package org.dataembassy.restorer.fold;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.restorer.replay.LedgerFault;
import org.dataembassy.restorer.replay.LedgerFaultException;
import org.dataembassy.restorer.replay.RecordPlace;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.UnreadableEventException;

/**
 * Reads the events of one ledger's verified blocks, in their order, with the schemas that the blocks carry: no Schema
 * Registry is asked. Not thread-safe.
 */
public final class EventReader {
    private final RegistryModel<?> model;
    private final int partitions;
    private final Map<Digest, String> signedTexts;
    private final EventCodec codec = new EventCodec();
    private final Map<Digest, Schema> schemas = new HashMap<>();
    private final Map<Digest, EventCodec.Decoder> decoders = new HashMap<>();

    /**
     * @param partitions of the registry, by the trust root
     * @param signedTexts schema texts from control, by their SHA-256; for those that the ledger has only by fingerprint
     */
    public EventReader(RegistryModel<?> model, int partitions, Map<Digest, String> signedTexts) {
        this.model = model;
        this.partitions = partitions;
        this.signedTexts = Map.copyOf(signedTexts);
    }

    /** Takes note of the schemas of the next block and gives its events, which are decoded one by one. */
    public BlockEvents open(VerifiedBlock block) {
        OpenedBlock opened = block.opened().orElseThrow();
        List<SchemaUse> uses = opened.schemas();
        uses.forEach(this::schema);
        return new BlockEvents(block, opened, uses);
    }

    private Optional<Schema> schema(SchemaUse use) {
        Optional<String> text = use.text().or(() -> Optional.ofNullable(signedTexts.get(use.fingerprint())));
        if (!schemas.containsKey(use.fingerprint()) && text.isPresent()) {
            try {
                // Parsed only because it is part of a signed block or of a signed statement.
                schemas.put(use.fingerprint(), new Schema.Parser().parse(text.get()));
            } catch (SchemaParseException e) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(schemas.get(use.fingerprint()));
    }

    private Optional<EventCodec.Decoder> decoder(SchemaUse use) {
        EventCodec.Decoder known = decoders.get(use.fingerprint());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<EventCodec.Decoder> made = schema(use).map(writer -> codec.decoder(writer, model));
        made.ifPresent(decoder -> decoders.put(use.fingerprint(), decoder));
        return made;
    }

    /** The events of one block. */
    public final class BlockEvents {
        private final VerifiedBlock block;
        private final OpenedBlock opened;
        private final List<SchemaUse> uses;
        /** Made when the first event needs it, since not every schema must be of an event that this registry knows. */
        private final EventCodec.Decoder[] decoders;

        private BlockEvents(VerifiedBlock block, OpenedBlock opened, List<SchemaUse> uses) {
            this.block = block;
            this.opened = opened;
            this.uses = uses;
            this.decoders = new EventCodec.Decoder[uses.size()];
        }

        public int count() {
            return opened.events().size();
        }

        /**
         * Decodes one event.
         *
         * @param index in the block, from 0
         * @throws LedgerFaultException UNREADABLE_EVENT, WRONG_ENTITY_PARTITION: the writer signed what no site can fold
         */
        public RecordedEvent read(int index) {
            long sequence = block.header().firstSequence() + index;
            SpecificRecord event = decode(opened.events().get(index), sequence);
            EventMeta meta = (EventMeta) event.get(0);
            if (meta.getEntityId().isEmpty()
                    || Partitioning.partitionOf(meta.getEntityId(), partitions)
                            != block.header().ledger().partition()) {
                throw fault(LedgerFault.WRONG_ENTITY_PARTITION, sequence, "its entity belongs to another partition");
            }
            return new RecordedEvent(block.header(), block.leaf(), block.place(), sequence, meta, event);
        }

        private SpecificRecord decode(byte[] framed, long sequence) {
            try {
                return decoder(EventCodec.schemaId(framed), sequence).decode(framed);
            } catch (UnreadableEventException e) {
                throw fault(LedgerFault.UNREADABLE_EVENT, sequence, e.reason() + ": " + e.getMessage());
            }
        }

        /** A block has few schemas, so looking through them is fastest. */
        private EventCodec.Decoder decoder(int schemaId, long sequence) {
            for (int i = 0; i < decoders.length; i++) {
                if (uses.get(i).id() == schemaId) {
                    if (decoders[i] == null) {
                        decoders[i] = EventReader.this
                                .decoder(uses.get(i))
                                .orElseThrow(() -> fault(
                                        LedgerFault.UNREADABLE_EVENT,
                                        sequence,
                                        "the ledger has no text of its schema so far"));
                    }
                    return decoders[i];
                }
            }
            throw new IllegalStateException("a block was opened with an event of none of its schemas");
        }

        private LedgerFaultException fault(String reason, long sequence, String detail) {
            RecordPlace place = block.place();
            return new LedgerFaultException(new LedgerFault(
                    block.header().ledger(),
                    block.header().blockIndex(),
                    Optional.of(place),
                    reason,
                    "sequence " + sequence + ": " + detail));
        }
    }
}
