package org.dataembassy.restorer.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.accept.LeafIndex;

/**
 * The leaves of one ledger's blocks, in a file of its own, so that a ledger of any length is read in the same memory.
 * Leaves are digests; the file holds nothing personal. Gone with {@link #close}. Not thread-safe.
 */
public final class LeafFile implements LeafIndex, AutoCloseable {
    private static final int BUFFERED_LEAVES = 2_048;

    private final FileChannel channel;
    private final ByteBuffer tail = ByteBuffer.allocate(BUFFERED_LEAVES * Digest.LENGTH_BYTES);
    private long flushedLeaves;

    private LeafFile(FileChannel channel) {
        this.channel = channel;
    }

    /** In {@code folder}, readable by this user only. */
    public static LeafFile in(Path folder) {
        try {
            return open(Files.createTempFile(folder, "leaves-", ".tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the machine's folder for temporary files. */
    public static LeafFile temporary() {
        try {
            return open(Files.createTempFile("embassy-leaves-", ".tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LeafFile open(Path file) throws IOException {
        return new LeafFile(FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    void append(Digest leaf) {
        if (!tail.hasRemaining()) {
            flush();
        }
        tail.put(leaf.bytes());
    }

    @Override
    public Digest leafAt(long blockIndex) {
        long buffered = blockIndex - flushedLeaves;
        byte[] leaf = new byte[Digest.LENGTH_BYTES];
        if (buffered >= 0) {
            int from = Math.toIntExact(buffered * Digest.LENGTH_BYTES);
            if (from >= tail.position()) {
                throw new IllegalArgumentException("leaf of block " + blockIndex + ": not below the head");
            }
            tail.get(from, leaf);
        } else {
            read(blockIndex * Digest.LENGTH_BYTES, ByteBuffer.wrap(leaf));
        }
        return Digest.of(leaf);
    }

    private void read(long position, ByteBuffer into) {
        try {
            long at = position;
            while (into.hasRemaining()) {
                int read = channel.read(into, at);
                if (read < 0) {
                    throw new IllegalStateException("the file of leaves ends too early");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() {
        tail.flip();
        long leaves = tail.limit() / Digest.LENGTH_BYTES;
        try {
            long at = flushedLeaves * Digest.LENGTH_BYTES;
            while (tail.hasRemaining()) {
                at += channel.write(tail, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        flushedLeaves += leaves;
        tail.clear();
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
