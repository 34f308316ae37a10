package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * A target in the making: a hidden folder beside the target, with a lock that tells the next run whether anybody is still
 * at it. It becomes the target by {@link #commit}, in one step, or vanishes: on {@link #close}, when the process is told
 * to end, and after a {@code kill -9} with the next run for the same target. For one thread.
 */
public final class TargetFolder implements AutoCloseable {
    private static final String LOCK = ".lock";
    private static final String WORK = ".work";
    private static final long GRACE_SECONDS = 10;

    private final Path target;
    private final Path folder;
    private final TargetFiles files;
    private final FileChannel lockChannel;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread onShutdown = new Thread(this::removeOnShutdown, "remove-unfinished-restore");
    private volatile boolean interrupted;
    private boolean committed;

    private TargetFolder(Path target, Path folder, TargetFiles files, FileChannel lockChannel) {
        this.target = target;
        this.folder = folder;
        this.files = files;
        this.lockChannel = lockChannel;
    }

    /**
     * Refuses a target that can't be made, without changing anything.
     *
     * @return the target's full path
     * @throws EmbassyException TARGET_EXISTS, TARGET_UNWRITABLE
     */
    public static Path requireUsable(Path target) {
        Path full = target.toAbsolutePath().normalize();
        if (full.getFileName() == null) {
            throw new EmbassyException(
                    Problem.TARGET_EXISTS, "The target " + full + " is the root of the file system.");
        }
        if (Files.exists(full, LinkOption.NOFOLLOW_LINKS)) {
            throw new EmbassyException(Problem.TARGET_EXISTS, "The target " + full + " exists already.");
        }
        if (!Files.isDirectory(full.getParent()) || !Files.isWritable(full.getParent())) {
            throw new EmbassyException(
                    Problem.TARGET_UNWRITABLE,
                    "The folder " + full.getParent() + ", in which the target is to be made, does not exist or can't be"
                            + " written.");
        }
        return full;
    }

    /**
     * Makes the hidden folder, after removing what dead runs for the same target left behind.
     *
     * @throws EmbassyException TARGET_EXISTS, TARGET_UNWRITABLE, TARGET_DISK_SHORT
     */
    public static TargetFolder prepare(Path target, TargetFiles files) {
        Path full = requireUsable(target);
        String prefix = "." + full.getFileName() + ".restoring-";
        try {
            removeDead(full.getParent(), prefix, files);
            byte[] random = new byte[6];
            new SecureRandom().nextBytes(random);
            Path folder = full.resolveSibling(prefix + HexFormat.of().formatHex(random));
            files.createFolder(folder);
            TargetFolder made = new TargetFolder(full, folder, files, lock(folder, StandardOpenOption.CREATE_NEW));
            Runtime.getRuntime().addShutdownHook(made.onShutdown);
            files.createFolder(made.workFolder());
            return made;
        } catch (IOException e) {
            throw TargetFailure.of(full, e);
        }
    }

    private static FileChannel lock(Path folder, StandardOpenOption how) throws IOException {
        FileChannel channel = FileChannel.open(folder.resolve(LOCK), how, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another restore of this process is at it.
        }
        channel.close();
        throw new IOException("another process is writing " + folder);
    }

    private static void removeDead(Path parent, String prefix, TargetFiles files) throws IOException {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(
                parent, path -> path.getFileName().toString().startsWith(prefix))) {
            for (Path sibling : siblings) {
                // Without a lock it is not of our making, or so young that its maker is still at it.
                if (Files.isRegularFile(sibling.resolve(LOCK), LinkOption.NOFOLLOW_LINKS) && isDead(sibling)) {
                    files.deleteTree(sibling);
                }
            }
        }
    }

    private static boolean isDead(Path folder) {
        try (FileChannel free = lock(folder, StandardOpenOption.READ)) {
            return free.isOpen();
        } catch (IOException e) {
            return false;
        }
    }

    /** The target's full path. */
    public Path target() {
        return target;
    }

    /** Where the files lie until {@link #commit}. */
    Path folder() {
        return folder;
    }

    TargetFiles files() {
        return files;
    }

    /** For what is needed only while the restore runs; gone before {@link #commit}. */
    public Path workFolder() {
        return folder.resolve(WORK);
    }

    /** Refuses to start what the disk has no room for. */
    public void requireRoom(long bytes) {
        try {
            long usable = files.usableBytes(folder);
            if (usable < bytes) {
                throw new EmbassyException(
                        Problem.TARGET_DISK_SHORT,
                        "The disk of " + target.getParent() + " has " + megabytes(usable)
                                + " MB left; the restore may need " + megabytes(bytes) + " MB.");
            }
        } catch (IOException e) {
            throw TargetFailure.of(target, e);
        }
    }

    private static long megabytes(long bytes) {
        return (bytes + 999_999) / 1_000_000;
    }

    /**
     * To be called now and then.
     *
     * @throws EmbassyException INTERRUPTED once the process or the thread has been told to end
     */
    public void checkInterrupted() {
        if (interrupted || Thread.currentThread().isInterrupted()) {
            throw new EmbassyException(
                    Problem.INTERRUPTED, "The restore into " + target + " was interrupted; nothing of it was kept.");
        }
    }

    /**
     * Makes it the target.
     *
     * @throws EmbassyException INTERRUPTED, TARGET_EXISTS, TARGET_UNWRITABLE; the target then does not exist
     */
    public void commit() {
        try {
            files.deleteTree(workFolder());
            Files.delete(folder.resolve(LOCK));
            files.force(folder);
            requireUsable(target);
            checkInterrupted();
            // The irreversible act, last and in one step: whoever sees the target sees all of it.
            files.rename(folder, target);
            committed = true;
        } catch (IOException e) {
            throw TargetFailure.of(target, e);
        }
        try {
            files.force(target.getParent());
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.TARGET_UNWRITABLE,
                    "The target " + target
                            + " is complete and in its place, but the disk did not confirm its name: after a"
                            + " loss of power it may be gone.",
                    e);
        }
    }

    /** Removes everything unless it was committed. */
    @Override
    public void close() {
        try {
            lockChannel.close();
            if (!committed) {
                files.deleteTree(folder);
            }
        } catch (IOException e) {
            throw TargetFailure.of(target, e);
        } finally {
            ended.countDown();
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // The process is ending; the hook is what brought us here.
        }
    }

    /** The restoring thread is asked to stop and to remove its folder itself; only if it doesn't, it is done here. */
    private void removeOnShutdown() {
        interrupted = true;
        try {
            if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS) && !committed) {
                files.deleteTree(folder);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Nobody is left to hear of it; the next run for this target removes what stayed.
        }
    }
}
