package org.dataembassy.ledger.kafka.topics;

import java.util.Optional;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.SealedBlock;

/**
 * A topic that carries blocks of one registry.
 *
 * @param source the site it was mirrored from; present exactly if {@code carrier} is MIRRORED
 */
public record LedgerTopic(String registry, Carrier carrier, Optional<Site> source) {
    /** Refuses what can't be. */
    public LedgerTopic {
        LedgerId.requireRegistryName(registry);
        if ((carrier == Carrier.MIRRORED) != source.isPresent()) {
            throw new IllegalArgumentException("ledger topic: expected a source site exactly for a mirrored topic");
        }
    }

    /** The topic in the catalogue. */
    public Topic<Void, SealedBlock> topic() {
        return switch (carrier) {
            case OWN -> Topics.registry(registry);
            case MIRRORED -> Topics.registry(registry).mirroredFrom(source.orElseThrow());
            case IMPORT -> Topics.importOf(registry);
        };
    }
}
