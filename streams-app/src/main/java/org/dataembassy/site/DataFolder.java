package org.dataembassy.site;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** The site service's folder: for its owner only, and for one process at a time. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel channel;

    private DataFolder(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws EmbassyException SITE_RUNNING, FOLDER_UNUSABLE */
    static DataFolder open(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new EmbassyException(
                        Problem.SITE_RUNNING, "The data folder " + folder + " is in use by another site service.");
            }
            return new DataFolder(folder, channel);
        } catch (IOException | UnsupportedOperationException e) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE, "The data folder " + folder + " can't be made or written.", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this very process
        }
    }

    Path root() {
        return folder;
    }

    /** The highest that this instance has seen, outside of Kafka. */
    Path memory() {
        return folder.resolve("memory");
    }

    /** Kafka Streams' own. */
    Path streams() {
        return folder.resolve("streams");
    }

    Path controlSnapshot() {
        return folder.resolve("control.snapshot");
    }

    /** Where the last control statement of this site is kept. */
    Path statements() {
        return folder.resolve("statements");
    }

    /** What this site has cosigned. */
    Path cosigned() {
        return folder.resolve("cosigned");
    }

    /** Signed checkpoints that contradict what was verified here. */
    Path evidence() {
        return folder.resolve("evidence");
    }

    @Override
    public void close() {
        try {
            channel.close(); // releases the lock
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
