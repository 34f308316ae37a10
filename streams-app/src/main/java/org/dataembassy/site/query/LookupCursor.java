package org.dataembassy.site.query;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.dataembassy.site.store.HitPlace;

/**
 * Where the next page of a lookup begins. To its bearer it is opaque: it holds blinded names only, so that it tells
 * nothing of who was found, and is of use only at the site that gave it.
 *
 * @param partition in which the walk goes on
 * @param after the last entry that was looked at
 */
record LookupCursor(int partition, HitPlace after) {
    private static final byte FORMAT = 1;
    private static final int BYTES = 1 + Integer.BYTES + HitPlace.BYTES;

    String text() {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putInt(partition)
                .put(after.bytes())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws QueryProblem BAD_REQUEST if it's none of ours */
    static LookupCursor parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (bytes.length != BYTES || bytes[0] != FORMAT) {
            throw unknown();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        int partition = in.getInt();
        byte[] place = new byte[HitPlace.BYTES];
        in.get(place);
        return new LookupCursor(partition, HitPlace.of(place));
    }

    static QueryProblem unknown() {
        return QueryProblem.badParameter("cursor", "the nextCursor of this site's answer to the same question");
    }
}
