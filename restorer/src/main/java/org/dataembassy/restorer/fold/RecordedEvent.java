package org.dataembassy.restorer.fold;

import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.restorer.replay.RecordPlace;
import org.dataembassy.schemas.RegistryModel;

/**
 * An event of a verified block, with its provenance.
 *
 * @param sequence its number in its ledger
 * @param event resolved to the current version of its class
 */
public record RecordedEvent(
        BlockHeader header,
        Digest leaf,
        RecordPlace place,
        long sequence,
        RegistryModel.Meta meta,
        SpecificRecord event) {}
