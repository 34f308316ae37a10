package org.dataembassy.site.store;

import java.util.Arrays;

/** Where a lookup's entry lies: blinded value, blinded entity, and the event by which it began. Equal by content. */
public final class HitPlace {
    /** Bytes of a place. */
    public static final int BYTES = 2 * StoreSecrets.BLINDED_BYTES + Long.BYTES;

    private final byte[] place;

    private HitPlace(byte[] place) {
        this.place = place;
    }

    /** @param place {@link #BYTES} long, as {@link #bytes} gave it */
    public static HitPlace of(byte[] place) {
        if (place.length != BYTES) {
            throw new IllegalArgumentException("place: expected " + BYTES + " bytes, got " + place.length);
        }
        return new HitPlace(place.clone());
    }

    public byte[] bytes() {
        return place.clone();
    }

    /** Of all entries under one value the same. */
    byte[] blindedValue() {
        return Arrays.copyOf(place, StoreSecrets.BLINDED_BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HitPlace that && Arrays.equals(place, that.place);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(place);
    }
}
