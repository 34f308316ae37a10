package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Only one program at a time changes which processes of a country run. Ends with the program that holds it. */
final class CountryLock implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 30_000;

    private final FileChannel channel;

    private CountryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for a while for whoever holds it: usually the supervisor, for a moment. */
    static CountryLock acquire(LocalCountryLayout layout) {
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (true) {
            Optional<CountryLock> lock = tryAcquire(layout);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                throw new EmbassyException(
                        Problem.COUNTRY_BUSY, "the local country in " + layout.folder() + " is being changed");
            }
            Pause.millis(50);
        }
    }

    static Optional<CountryLock> tryAcquire(LocalCountryLayout layout) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(layout.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lockOrNull(channel);
            if (lock != null) {
                CountryLock held = new CountryLock(channel);
                channel = null;
                return Optional.of(held);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeQuietly(channel);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static FileLock lockOrNull(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another thread of this program.
            return null;
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
