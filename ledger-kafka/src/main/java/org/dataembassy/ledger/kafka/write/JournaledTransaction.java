package org.dataembassy.ledger.kafka.write;

import java.util.List;

/**
 * A sealed transaction.
 *
 * @param number from 1 within one journal, no gaps
 */
record JournaledTransaction(long number, List<JournaledBlock> blocks) {
    JournaledTransaction {
        blocks = List.copyOf(blocks);
    }
}
