package org.dataembassy.ledger.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;

/**
 * The public files of a ceremony: trust roots, drafts, public keys. Read within bounds; written in one step, so that a
 * process that dies leaves the old content or the new, never half of it.
 */
public final class TrustFiles {
    private TrustFiles() {}

    /** A trust root that its own officials have signed. */
    public static SignedTrustRoot readTrustRoot(Path file) {
        return SignedTrustRoot.parse(read("trust root", file));
    }

    /** A draft; a complete trust root is one that has all signatures. */
    public static TrustProposal readDraft(Path file) {
        return TrustProposal.parse(read("draft", file));
    }

    /** @throws EmbassyException TRUST_CHANGE_INVALID */
    public static PublicKeys readPublicKeys(Path file) {
        try {
            return PublicKeys.fromJson(read("public keys", file));
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(
                    Problem.TRUST_CHANGE_INVALID, "file " + file + " is not one of public keys: " + e.getMessage(), e);
        }
    }

    /**
     * Writes a file that isn't there yet.
     *
     * @throws EmbassyException FILE_EXISTS, TARGET_UNWRITABLE
     */
    public static void writeNew(Path file, byte[] content) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(file);
        }
        replace(file, content);
    }

    /**
     * Replaces a file in one step, or makes it.
     *
     * @throws EmbassyException TARGET_UNWRITABLE
     */
    public static void replace(Path file, byte[] content) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path next = Files.createTempFile(folder, "." + file.getFileName(), ".making");
            try {
                try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                    ByteBuffer rest = ByteBuffer.wrap(content);
                    while (rest.hasRemaining()) {
                        channel.write(rest);
                    }
                    channel.force(true);
                }
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                OwnerOnly.flushFolder(folder);
            } finally {
                Files.deleteIfExists(next);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.TARGET_UNWRITABLE,
                    "file " + file + " can't be written (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private static byte[] read(String what, Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > Dsse.MAX_ENVELOPE_BYTES) {
                throw new EmbassyException(Problem.TRUST_ROOT_INVALID, what + " " + file + ": larger than any");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, what + " " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, what + " " + file + ": can't be read", e);
        }
    }

    private static EmbassyException exists(Path file) {
        return new EmbassyException(Problem.FILE_EXISTS, "file " + file + " exists");
    }
}
