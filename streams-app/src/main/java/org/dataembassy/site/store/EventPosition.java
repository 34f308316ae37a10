package org.dataembassy.site.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where one event of an entity lies in its ledger, and when it was recorded. */
public record EventPosition(long sequence, long blockIndex, Instant recordedAt) {
    /** Positions in a chunk; a full one is never written again. */
    public static final int CHUNK = 64;

    private static final int FORMAT = 1;

    static void write(EntryWriter out, List<EventPosition> positions) {
        out.count(positions.size());
        for (EventPosition position : positions) {
            out.count(position.sequence).count(position.blockIndex).instant(position.recordedAt);
        }
    }

    static List<EventPosition> read(EntryReader in) {
        int size = in.size();
        List<EventPosition> positions = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            positions.add(new EventPosition(in.count(), in.count(), in.instant()));
        }
        return positions;
    }

    static byte[] encodeChunk(List<EventPosition> positions) {
        EntryWriter out = new EntryWriter(FORMAT);
        write(out, positions);
        return out.done();
    }

    static List<EventPosition> decodeChunk(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        List<EventPosition> positions = read(in);
        in.end();
        return positions;
    }
}
