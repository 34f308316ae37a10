package org.dataembassy.ledger.kafka.read;

import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;

/**
 * A record of a ledger topic as it lies there; nothing in it is believed yet.
 *
 * @param value may be null: whoever owns the broker may have written anything
 */
public record BlockRecord(String topic, int partition, long offset, byte[] value) {
    /** @throws MalformedBlockException if it isn't a block */
    public SealedBlock decode() throws MalformedBlockException {
        if (value == null) {
            throw new MalformedBlockException("the record has no value");
        }
        return SealedBlock.decode(value);
    }

    /** {@code topic-partition@offset}, for messages. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }
}
