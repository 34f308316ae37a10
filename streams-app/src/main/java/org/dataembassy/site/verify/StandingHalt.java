package org.dataembassy.site.verify;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.site.store.Halt;
import org.dataembassy.site.store.HeadEntry;

/**
 * Where a partition stands: the head it goes on from, and why it doesn't, if so. The head of a store that can't be read
 * isn't known; nothing is judged then.
 *
 * @param head empty if the store's head can't be read
 * @param unstored a halt that lasts as long as this process: another version, or a mended store, may go on
 */
record StandingHalt(Optional<HeadEntry> head, Optional<Halt> unstored) {
    static StandingHalt at(HeadEntry head) {
        return new StandingHalt(Optional.of(head), Optional.empty());
    }

    Optional<Halt> halt() {
        return unstored.or(() -> head.flatMap(HeadEntry::halt));
    }

    /** For reports: an unreadable head is shown as an empty one, beside its halt. */
    HeadEntry shown(Digest stateSchema) {
        return head.orElseGet(() -> HeadEntry.empty(stateSchema));
    }
}
