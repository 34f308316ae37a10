package org.dataembassy.ledger.kafka;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Keeps a second process, or a second writer in this one, away from a journal. Held until closed or the process ends. */
public final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock {@code folder/name.lock}; never waits.
     *
     * @param what is locked, for the message
     * @throws EmbassyException JOURNAL_LOCKED, FOLDER_UNUSABLE
     */
    public static FolderLock take(Path folder, String name, String what) {
        Path file = folder.resolve(name + ".lock");
        try {
            DurableFiles.makeFolder(folder);
            FileChannel channel = DurableFiles.open(file);
            if (!locks(channel)) {
                channel.close();
                throw new EmbassyException(Problem.JOURNAL_LOCKED, what + " is in use: another process holds " + file);
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "The lock " + file + " can't be made.", e);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives the lock back. The file stays: deleting it would let two have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "A lock can't be given back.", e);
        }
    }
}
