package org.dataembassy.site.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A keyed hash of a multiset of entries that follows every change of it in constant time: the sum, modulo 2^256, of the
 * entries' keyed hashes (MSet-Add-Hash: Clarke, Devadas, van Dijk, Gassend, Suh, "Incremental Multiset Hash Functions
 * and Their Application to Memory Integrity Checking", ASIACRYPT 2003).
 *
 * <p>Never shown to anyone: who sees enough of these sums can look for another multiset with an equal one (Wagner,
 * CRYPTO 2002). The construction hides them under a random term; here they lie encrypted wherever they lie (decision
 * 0020). Immutable.
 */
public final class MultisetHash {
    public static final int LENGTH_BYTES = 32;

    /** Of nothing. */
    public static final MultisetHash EMPTY = new MultisetHash(0, 0, 0, 0);

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    private MultisetHash(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
    }

    /** From 32 bytes, big-endian. */
    public static MultisetHash of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("multiset hash: expected 32 bytes, got " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new MultisetHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    MultisetHash plus(MultisetHash other) {
        long sumD = d + other.d;
        long carry = Long.compareUnsigned(sumD, d) < 0 ? 1 : 0;
        long sumC = c + other.c + carry;
        carry = overflowed(c, carry, sumC);
        long sumB = b + other.b + carry;
        carry = overflowed(b, carry, sumB);
        return new MultisetHash(a + other.a + carry, sumB, sumC, sumD);
    }

    MultisetHash minus(MultisetHash other) {
        return plus(other.negated());
    }

    private MultisetHash negated() {
        return new MultisetHash(~a, ~b, ~c, ~d).plus(new MultisetHash(0, 0, 0, 1));
    }

    /** Of left + anything + carry. */
    private static long overflowed(long left, long carry, long sum) {
        int compared = Long.compareUnsigned(sum, left);
        return compared < 0 || compared == 0 && carry != 0 ? 1 : 0;
    }

    /** For places where they are encrypted; grep for this name to find them. */
    public byte[] revealBytes() {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultisetHash that && MessageDigest.isEqual(revealBytes(), that.revealBytes());
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a ^ b ^ c ^ d);
    }

    /** Says nothing: see above. */
    @Override
    public String toString() {
        return "MultisetHash[...]";
    }
}
