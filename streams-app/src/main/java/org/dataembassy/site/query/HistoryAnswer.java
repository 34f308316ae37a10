package org.dataembassy.site.query;

import java.util.List;
import java.util.OptionalLong;
import org.dataembassy.schemas.RegistryModel;

/**
 * A page of an entity's history, oldest first.
 *
 * @param eventCount of the whole history
 * @param nextAfter what to give as {@code after} for the next page; empty on the last one
 */
public record HistoryAnswer(
        String entityId, long eventCount, List<Entry> events, OptionalLong nextAfter, Provenance provenance) {

    /** One event, without what it says. */
    public record Entry(long sequence, long blockIndex, String type, RegistryModel.Meta meta) {}
}
