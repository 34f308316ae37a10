package org.dataembassy.producers;

import java.util.regex.Pattern;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * Where in an input a call's events come from, so that it is taken in exactly once whatever happens in between: carried
 * in the headers of blocks.
 *
 * @param id names the input; printable ASCII without spaces, 1 to 128 characters, not beginning with "publisher/"
 * @param position from 0, grows from call to call: a call at or below the position that is already in the ledger is not
 *     taken in again
 */
public record SourcePosition(String id, long position) {
    /** Ids that begin like this are the publisher's own. */
    static final String RESERVED = "publisher/";

    private static final Pattern ID = Pattern.compile("[!-~]{1," + BlockLimits.MAX_SOURCE_ID_CHARS + "}");

    /** Refuses an id or a position that no header can carry. */
    public SourcePosition {
        if (id == null || !ID.matcher(id).matches() || id.startsWith(RESERVED)) {
            throw new IllegalArgumentException("source id: expected 1 to " + BlockLimits.MAX_SOURCE_ID_CHARS
                    + " printable ASCII characters without spaces, not beginning with " + RESERVED);
        }
        if (position < 0) {
            throw new IllegalArgumentException("source position: expected at least 0, got " + position);
        }
    }
}
