package org.dataembassy.site.materialise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EntityName;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Held;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.StoreBatch;

/**
 * All that one block changes in its partition's store: each entity once, however many of the block's events are its.
 *
 * @param schemaTexts texts that the store has not had yet, by fingerprint
 */
public record BlockWrites(
        HeadEntry head,
        BlockEntry block,
        Map<Digest, String> schemaTexts,
        Optional<DataKey> dataKey,
        List<EntityWrite> entities) {

    /**
     * What changes for one entity.
     *
     * @param before what the store had of the entity
     * @param fullChunks positions that are filed for good, by chunk
     * @param parts new large parts, by name
     * @param hits lookup entries that began or ended
     */
    public record EntityWrite(
            EntityName name,
            Held<EntityEntry> before,
            EntityEntry entry,
            Map<Long, List<EventPosition>> fullChunks,
            Map<String, byte[]> parts,
            List<LookupHit> hits) {}

    /**
     * Encodes everything into the batch, so that what can't be encoded leaves the store untouched.
     *
     * @throws CannotFoldException FOLD_FAILED if something can't be encoded
     */
    public void prepare(StoreBatch store) throws CannotFoldException {
        try {
            putInto(store);
        } catch (KafkaException e) {
            throw e; // the store itself fails
        } catch (RuntimeException | StackOverflowError e) {
            throw CannotFoldException.of(
                    "block " + (head.head().nextBlockIndex() - 1) + " of " + store.ledger() + " can't be stored", e);
        }
    }

    /** The head last: what a head claims is there. */
    private void putInto(StoreBatch store) {
        schemaTexts.forEach(store::putSchemaText);
        dataKey.ifPresent(store::putDataKey);
        for (EntityWrite entity : entities) {
            entity.fullChunks.forEach((chunk, positions) -> store.putChunk(entity.name, chunk, positions));
            entity.parts.forEach((part, content) -> store.putPart(entity.name, part, content));
            entity.hits.forEach(hit -> store.putHit(entity.name, hit));
            store.replaceEntity(entity.before, entity.entry);
        }
        store.putBlock(head.head().nextBlockIndex() - 1, block);
        store.putHead(head);
    }
}
