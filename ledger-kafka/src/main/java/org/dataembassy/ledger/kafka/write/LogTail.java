package org.dataembassy.ledger.kafka.write;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The end of one partition of the own log, as far back as was needed.
 *
 * @param blocks of the running epoch, by block index
 * @param everWritten whether anything at all was ever appended, aborted records included
 */
record LogTail(SortedMap<Long, LogBlock> blocks, boolean everWritten) {
    LogTail {
        blocks = Collections.unmodifiableSortedMap(new TreeMap<>(blocks));
    }

    /** The block with the highest index. */
    Optional<LogBlock> last() {
        return blocks.isEmpty() ? Optional.empty() : Optional.of(blocks.get(blocks.lastKey()));
    }
}
