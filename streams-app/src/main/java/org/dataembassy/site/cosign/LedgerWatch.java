package org.dataembassy.site.cosign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;

/**
 * The checkpoints of one ledger that wait until so much has been verified here. Of those ahead the lowest and the highest
 * are kept: the lowest comes within reach even when a newer one is stated every second, the highest is what must come in
 * the end. Not thread-safe; time comes in as nanoseconds of one origin.
 */
final class LedgerWatch {
    /** A head that somebody states, and the checkpoint that states it. */
    record Stated(SignedCheckpoint checkpoint, HeadStatement head) {}

    private final TreeMap<Long, Stated> ahead = new TreeMap<>();
    private final Map<Digest, HeadStatement> judged = new HashMap<>();
    private long verified = -1;
    private long stillSince;

    /** Takes in what an author states now; nothing new is passed over. */
    void offer(Stated stated) {
        if (stated.head().blocks() > 0
                && !stated.head().equals(judged.get(stated.checkpoint().author()))) {
            ahead.putIfAbsent(stated.head().blocks(), stated);
        }
    }

    /**
     * What can be judged now that this many blocks have been verified.
     *
     * @param blocks verified
     */
    List<Stated> reached(long blocks, long nowNanos) {
        if (blocks != verified || ahead.isEmpty()) {
            verified = blocks;
            stillSince = nowNanos;
        }
        Map<Long, Stated> within = ahead.headMap(blocks, true);
        List<Stated> reached = new ArrayList<>(within.values());
        within.clear();
        while (ahead.size() > 2) {
            ahead.remove(ahead.higherKey(ahead.firstKey()));
        }
        return reached;
    }

    /** It has been compared and agrees or not; the same statement isn't looked at again. */
    void judged(Stated stated) {
        judged.put(stated.checkpoint().author(), stated.head());
    }

    /** It couldn't be judged for want of a block; it is tried again. */
    void putBack(Stated stated) {
        ahead.putIfAbsent(stated.head().blocks(), stated);
    }

    /** The highest statement, if it has stayed ahead for so long while nothing was verified. */
    Optional<Stated> overdue(Duration patience, long nowNanos) {
        return ahead.isEmpty() || nowNanos - stillSince <= patience.toNanos()
                ? Optional.empty()
                : Optional.of(ahead.lastEntry().getValue())
                        .filter(highest -> highest.head().blocks() > verified);
    }

    /** The partition isn't here at present: what time passes isn't held against anybody. */
    void pause() {
        verified = -1;
    }
}
