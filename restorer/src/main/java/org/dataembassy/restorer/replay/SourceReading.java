package org.dataembassy.restorer.replay;

import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;

/** How far one source has been read. Not thread-safe. */
final class SourceReading implements AutoCloseable {
    private final ReplaySource source;
    private final BlockSource blocks;
    private OffsetRange range;
    private BlockSource.Cursor cursor;
    private boolean atEnd;
    private long lastOffset = -1;
    private OptionalLong readAgainFrom = OptionalLong.empty();
    private int waiting;

    SourceReading(ReplaySource source, BlockSource blocks) {
        this.source = source;
        this.blocks = blocks;
        this.range = source.range();
        this.atEnd = isEmpty(range);
    }

    /** Whether all of it is to be read, not only to fill gaps. */
    boolean wanted() {
        return source.wanted();
    }

    boolean atEnd() {
        return atEnd;
    }

    /** The next record; after the last one {@link #atEnd} is true. */
    Optional<BlockRecord> next() {
        if (cursor == null) {
            cursor = blocks.open(source.source(), range);
        }
        Optional<BlockRecord> next = cursor.next();
        if (next.isEmpty()) {
            atEnd = true;
            closeCursor();
        }
        return next;
    }

    /** Goes on behind what was read so far. */
    void extend(long end) {
        if (source.wanted() && end > range.end()) {
            closeCursor();
            range = new OffsetRange(range.end(), end);
            atEnd = false;
        }
    }

    /** Where its topic ended when the reading was planned. */
    long plannedEnd() {
        return source.end();
    }

    SourcePartition source() {
        return source.source();
    }

    /** Notes that a record was judged; false if that had happened before and nothing of it is to be counted again. */
    boolean firstTime(long offset) {
        if (offset <= lastOffset) {
            return false;
        }
        lastOffset = offset;
        return true;
    }

    void countWaiting(int by) {
        waiting += by;
    }

    /** Whether it has given a block that waits for another one. */
    boolean isWaiting() {
        return waiting > 0;
    }

    /** What lies at {@code offset} could not be remembered and has to be read once more. */
    void forget(long offset) {
        readAgainFrom = OptionalLong.of(Math.min(offset, readAgainFrom.orElse(Long.MAX_VALUE)));
    }

    boolean hasForgotten() {
        return readAgainFrom.isPresent();
    }

    /** Begins again at the first record that was forgotten. */
    void readAgain() {
        closeCursor();
        range = new OffsetRange(readAgainFrom.orElseThrow(), range.end());
        readAgainFrom = OptionalLong.empty();
        atEnd = false;
    }

    private static boolean isEmpty(OffsetRange range) {
        return range.begin() == range.end();
    }

    private void closeCursor() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    @Override
    public void close() {
        closeCursor();
    }
}
