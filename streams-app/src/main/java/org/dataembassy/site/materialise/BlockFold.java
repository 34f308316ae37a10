package org.dataembassy.site.materialise;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EntityName;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.StoreCorruptException;

/**
 * Turns an accepted block into what it changes in the store. Changes nothing itself; the fold is the model's, the same
 * that a restore uses.
 *
 * @param <S> the registry's state
 */
public final class BlockFold<S extends SpecificRecord> {
    private final RegistryModel<S> model;
    private final int partitions;
    private final BlockEvents events;

    /** @param partitions of the registry, by the trust root */
    public BlockFold(RegistryModel<S> model, int partitions, BlockEvents events) {
        this.model = model;
        this.partitions = partitions;
        this.events = events;
    }

    /**
     * @param before the head on which the block was accepted
     * @throws CannotFoldException if the block can't be applied; the partition halts before it
     */
    public BlockWrites fold(LedgerStore store, HeadEntry before, Judgement.Accepted accepted, Location location)
            throws CannotFoldException {
        try {
            return foldBlock(store, before, accepted, location);
        } catch (StoreCorruptException e) {
            throw new CannotFoldException(HaltReason.STORE_CORRUPT, e.getMessage());
        } catch (KafkaException e) {
            throw e; // the store itself fails
        } catch (RuntimeException | StackOverflowError e) {
            throw CannotFoldException.of(accepted.block().header(), e);
        }
    }

    private BlockWrites foldBlock(LedgerStore store, HeadEntry before, Judgement.Accepted accepted, Location location)
            throws CannotFoldException {
        OpenedBlock block = accepted.block();
        BlockHeader header = block.header();
        Map<String, EntityFold<S>> entities = foldEntities(store, block);
        List<BlockWrites.EntityWrite> writes =
                entities.values().stream().map(EntityFold::outcome).toList();
        HeadEntry.LastBlock last = new HeadEntry.LastBlock(
                header.epoch(), header.epochId(), block.leaf(), header.lastRecordedAt(), header.sealedAt());
        BlockEntry entry = new BlockEntry(
                block.leaf(), header.epoch(), location, header.firstSequence(), header.eventCount(), header.sealedAt());
        return new BlockWrites(
                before.moved(accepted.after(), last), entry, newTexts(store, block), accepted.newDataKey(), writes);
    }

    private Map<String, EntityFold<S>> foldEntities(LedgerStore store, OpenedBlock block) throws CannotFoldException {
        BlockEvents.OfBlock decoder = events.of(block, model, store);
        Map<String, EntityFold<S>> entities = new LinkedHashMap<>();
        for (int i = 0; i < block.events().size(); i++) {
            BlockEvents.Decoded event = decoder.at(i);
            requireHome(block, event);
            requireTime(block, event);
            try {
                String entityId = event.meta().entityId();
                EntityFold<S> entity = entities.get(entityId);
                if (entity == null) {
                    EntityName name = store.name(entityId);
                    entity = new EntityFold<>(model, name, store.heldEntity(name), store.ledger());
                    entities.put(entityId, entity);
                }
                entity.take(event, block.header().blockIndex());
            } catch (StoreCorruptException | KafkaException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                throw cannotFold(block, event, e);
            }
        }
        return entities;
    }

    private void requireHome(OpenedBlock block, BlockEvents.Decoded event) throws CannotFoldException {
        String entityId = event.meta().entityId();
        int partition = block.header().ledger().partition();
        if (entityId.isEmpty() || Partitioning.partitionOf(entityId, partitions) != partition) {
            throw new CannotFoldException(
                    HaltReason.ENTITY_MISPLACED,
                    "event " + block.header().ledger() + "#" + event.sequence() + " in block "
                            + block.header().blockIndex() + " is of an entity that belongs to another partition");
        }
    }

    /** The header's times are checked to be such as can be stored and compared; an event's are bound to them. */
    private static void requireTime(OpenedBlock block, BlockEvents.Decoded event) throws CannotFoldException {
        BlockHeader header = block.header();
        Instant recordedAt = event.meta().recordedAt();
        if (recordedAt.isBefore(header.firstRecordedAt()) || recordedAt.isAfter(header.lastRecordedAt())) {
            throw new CannotFoldException(
                    HaltReason.FOLD_FAILED,
                    "event " + header.ledger() + "#" + event.sequence() + " in block " + header.blockIndex()
                            + " has a recordedAt outside of those that the block's header states");
        }
    }

    private static CannotFoldException cannotFold(OpenedBlock block, BlockEvents.Decoded event, Throwable cause) {
        return CannotFoldException.of(
                "event " + block.header().ledger() + "#" + event.sequence() + " in block "
                        + block.header().blockIndex() + " can't be folded",
                cause);
    }

    private static Map<Digest, String> newTexts(LedgerStore store, OpenedBlock block) {
        Map<Digest, String> texts = new LinkedHashMap<>();
        for (SchemaUse use : block.schemas()) {
            Optional<String> text = use.text()
                    .filter(t -> isTextOf(use.fingerprint(), t))
                    .filter(t -> store.schemaText(use.fingerprint()).isEmpty());
            text.ifPresent(t -> texts.put(use.fingerprint(), t));
        }
        return texts;
    }

    private static boolean isTextOf(Digest fingerprint, String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).equals(fingerprint);
    }
}
