package org.dataembassy.restorer.fold;

import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.restorer.replay.RecordPlace;

/**
 * An event of a verified block, with its provenance.
 *
 * @param sequence its number in its ledger
 * @param meta the event's first field
 * @param event resolved to the current version of its class
 */
public record RecordedEvent(
        BlockHeader header, Digest leaf, RecordPlace place, long sequence, EventMeta meta, SpecificRecord event) {}
