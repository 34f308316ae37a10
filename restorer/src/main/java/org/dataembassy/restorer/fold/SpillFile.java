package org.dataembassy.restorer.fold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.NotAuthenticException;

/**
 * A file of values that change, which only this object can read: AES-256-GCM under a secret that is never written, and
 * the nonce of a value, a counter, is kept in memory with its place. So the file is of no use to whoever finds it after a
 * crash, and a value altered, moved or put back to an older one doesn't open. Gone with {@link #close}. Not thread-safe.
 */
final class SpillFile implements AutoCloseable {
    private static final int LEAST_CAPACITY = 256;
    private static final byte[] NOTHING = {};

    private final FileChannel channel;
    private final byte[] secret = new byte[AesGcm.KEY_BYTES];
    private long nonces;
    private long end;

    /** Where a value lies, and which of those that lay there it is. */
    record Slot(long offset, int length, int capacity, long nonce) {}

    SpillFile(Path folder) {
        new SecureRandom().nextBytes(secret);
        try {
            channel = FileChannel.open(
                    Files.createTempFile(folder, "states-", ".tmp"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a value.
     *
     * @param before its slot until now, null for a new one; not to be used any more
     */
    Slot write(Slot before, byte[] value) {
        long nonce = nonces++;
        ByteBuffer sealed = ByteBuffer.wrap(AesGcm.seal(secret, nonceBytes(nonce), NOTHING, value));
        Slot slot = place(before, sealed.remaining(), nonce);
        try {
            long at = slot.offset();
            while (sealed.hasRemaining()) {
                at += channel.write(sealed, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slot;
    }

    /** With room to grow: a value that outgrows its place leaves it empty for good. */
    private Slot place(Slot before, int length, long nonce) {
        if (before != null && length <= before.capacity()) {
            return new Slot(before.offset(), length, before.capacity(), nonce);
        }
        int capacity = Math.max(LEAST_CAPACITY, Math.addExact(length, length / 2));
        Slot slot = new Slot(end, length, capacity, nonce);
        end += capacity;
        return slot;
    }

    /** @throws UncheckedIOException also if what was read isn't what was written */
    byte[] read(Slot slot) {
        byte[] sealed = new byte[slot.length()];
        ByteBuffer into = ByteBuffer.wrap(sealed);
        try {
            while (into.hasRemaining()) {
                if (channel.read(into, slot.offset() + into.position()) < 0) {
                    throw new IOException("the file of states ends too early");
                }
            }
            return AesGcm.open(secret, nonceBytes(slot.nonce()), NOTHING, sealed);
        } catch (NotAuthenticException e) {
            throw new UncheckedIOException(new IOException("the file of states has changed since it was written", e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] nonceBytes(long nonce) {
        return ByteBuffer.allocate(AesGcm.NONCE_BYTES).putLong(4, nonce).array();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
