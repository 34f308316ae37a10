package org.dataembassy.restorer.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;

/** How far one source has been read. Not thread-safe. */
final class SourceReading implements AutoCloseable {
    /** Records and bytes that are read at once: one signature vouches for a run of blocks. */
    private static final int MAX_AHEAD = 256;

    private static final long MAX_AHEAD_BYTES = 8L << 20;

    private final ReplaySource source;
    private final BlockSource blocks;
    private OffsetRange range;
    private BlockSource.Cursor cursor;
    private boolean atEnd;
    private long lastOffset = -1;
    private OptionalLong readAgainFrom = OptionalLong.empty();
    private int waiting;
    /** Read, but not given out yet. */
    private final Deque<BlockRecord> ahead = new ArrayDeque<>();

    private boolean cursorAtEnd;
    /** What ended the reading ahead; it counts once all before it has been given out. */
    private RuntimeException failure;

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
        if (ahead.isEmpty()) {
            readAhead();
        }
        if (ahead.isEmpty() && failure != null) {
            throw failure;
        }
        Optional<BlockRecord> next = Optional.ofNullable(ahead.poll());
        if (next.isEmpty()) {
            atEnd = true;
            closeCursor();
        }
        return next;
    }

    /** Whether {@link #next} will give the first of records that nobody has seen. */
    boolean isAtUnseen() {
        return !atEnd && ahead.isEmpty() && failure == null;
    }

    /** Looks at the records that {@link #next} will give. */
    List<BlockRecord> peek() {
        if (isAtUnseen()) {
            readAhead();
        }
        return new ArrayList<>(ahead);
    }

    private void readAhead() {
        if (failure != null) {
            return;
        }
        try {
            if (cursor == null && !cursorAtEnd) {
                cursor = blocks.open(source.source(), range);
            }
            long bytes = 0;
            while (!cursorAtEnd && ahead.size() < MAX_AHEAD && bytes < MAX_AHEAD_BYTES) {
                Optional<BlockRecord> read = cursor.next();
                cursorAtEnd = read.isEmpty();
                read.ifPresent(ahead::add);
                bytes += read.map(BlockRecord::value).map(value -> value.length).orElse(0);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** Goes on behind what was read so far. */
    void extend(long end) {
        if (source.wanted() && end > range.end()) {
            closeCursor();
            // What was read ahead lies before it and is given out first.
            range = new OffsetRange(range.end(), end);
            cursorAtEnd = false;
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
        ahead.clear();
        failure = null;
        cursorAtEnd = false;
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
