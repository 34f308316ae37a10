package org.dataembassy.site.store;

import java.time.Instant;
import org.dataembassy.ledger.Digest;

/** A block that has been applied: what it was, and where its bytes can be read again. */
public record BlockEntry(
        Digest leaf, int epoch, Location location, long firstSequence, int eventCount, Instant sealedAt) {
    private static final int FORMAT = 1;

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT).digest(leaf).count(epoch);
        location.write(out);
        return out.count(firstSequence).count(eventCount).instant(sealedAt).done();
    }

    static BlockEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        BlockEntry block = new BlockEntry(
                in.digest(),
                Math.toIntExact(in.count()),
                Location.read(in),
                in.count(),
                Math.toIntExact(in.count()),
                in.instant());
        in.end();
        return block;
    }
}
