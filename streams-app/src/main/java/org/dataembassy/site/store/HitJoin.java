package org.dataembassy.site.store;

import java.util.Arrays;
import java.util.function.BiPredicate;

/**
 * Puts lookup entries together with those behind them that say by which event they ended, as a scan comes to them
 * ({@link StoreLayout}). For one thread.
 */
final class HitJoin {
    private final String lookup;
    private final String value;
    private final BiPredicate<HitPlace, LookupHit> wanted;
    private byte[] place;
    private LookupHit hit;

    HitJoin(String lookup, String value, BiPredicate<HitPlace, LookupHit> wanted) {
        this.lookup = lookup;
        this.value = value;
        this.wanted = wanted;
    }

    /** @return whether the next entry is wanted */
    boolean began(byte[] at, LookupHit next) {
        boolean more = finish();
        if (more && next.lookup().equals(lookup) && next.value().equals(value)) {
            place = at;
            hit = next;
        }
        return more;
    }

    /** The end of what came before; of nothing if the scan began between the two. */
    boolean ended(byte[] at, long endSequence) {
        if (hit != null && Arrays.equals(at, 0, at.length - 1, place, 0, place.length)) {
            hit = hit.ended(endSequence);
        }
        return true;
    }

    /** Gives out the last one; behind the scan too. */
    boolean finish() {
        if (hit == null) {
            return true;
        }
        LookupHit whole = hit;
        hit = null;
        return wanted.test(HitPlace.of(Arrays.copyOfRange(place, 1, place.length)), whole);
    }
}
