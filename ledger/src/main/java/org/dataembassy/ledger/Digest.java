package org.dataembassy.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4): a value. */
public final class Digest implements Comparable<Digest> {
    public static final int LENGTH_BYTES = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}, which must be 32 long. */
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("digest: expected 32 bytes, got " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /** From 64 hexadecimal digits, either case. */
    public static Digest fromHex(String hex) {
        if (hex.length() != 2 * LENGTH_BYTES) {
            throw new IllegalArgumentException("digest: expected 64 hexadecimal digits, got " + hex.length());
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /** SHA-256 over the concatenation of {@code chunks}. */
    public static Digest sha256(byte[]... chunks) {
        MessageDigest sha = newSha256();
        for (byte[] chunk : chunks) {
            sha.update(chunk);
        }
        return new Digest(sha.digest());
    }

    /** A fresh SHA-256 of the JDK's provider, which uses the processor's instructions. */
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256", "SUN");
        } catch (NoSuchAlgorithmException | java.security.NoSuchProviderException e) {
            throw new IllegalStateException("this Java has no SHA-256 of the SUN provider", e);
        }
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The first 12 hexadecimal digits, for people. */
    public String abbreviated() {
        return hex().substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
