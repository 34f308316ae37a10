package org.dataembassy.ledger.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Files and folders that only their owner may read: made so, flushed to disk, and refused when they are not so. */
final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final long MAX_BYTES = 4L * 1024 * 1024;

    private OwnerOnly() {}

    /** Mode 0700. */
    static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Mode 0600 from the first moment, and on the disk when this returns. */
    static void writeNew(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, NEW_FILE, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** A folder's entries are on the disk when this returns. */
    static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * @param what what it is, for messages
     * @throws EmbassyException KEY_STORE_UNREADABLE, KEY_STORE_EXPOSED
     */
    static byte[] read(String what, Path file) {
        try {
            if (Files.isRegularFile(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new EmbassyException(
                        Problem.KEY_STORE_EXPOSED, what + " " + file + ": others than its owner may read or change it");
            }
            if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
                throw new EmbassyException(
                        Problem.KEY_STORE_UNREADABLE, what + " " + file + ": larger than any key store");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new EmbassyException(Problem.KEY_STORE_UNREADABLE, what + " " + file + ": there is no such file", e);
        } catch (UnsupportedOperationException e) {
            throw new EmbassyException(
                    Problem.KEY_STORE_UNREADABLE, what + " " + file + ": its file system has no POSIX permissions", e);
        } catch (IOException e) {
            throw new EmbassyException(Problem.KEY_STORE_UNREADABLE, what + " " + file + ": can't be read", e);
        }
    }
}
