package org.dataembassy.ledger.kafka.write;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a writer from signing twice for one place (design.md section 4, "Sign once"): every sealed transaction is
 * on disk before its first byte is sent, and marked when it's committed. One file for each registry and site, mode 0600,
 * under the writer's {@link org.dataembassy.ledger.kafka.FolderLock}.
 *
 * <p>A commit mark isn't synced: if it's lost, the log tells. A torn last record was never sent and is dropped; any other
 * damage is an error. When the file has grown it's written anew with what still counts. Thread-safe.
 */
final class SealJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SealJournal.class);
    private static final long ROTATE_BYTES = 64L << 20;

    private final Path file;
    private final long rotateBytes;
    private final JournalContent content;
    private FileChannel channel;

    private SealJournal(Path file, FileChannel channel, JournalContent content, long rotateBytes) {
        this.file = file;
        this.channel = channel;
        this.content = content;
        this.rotateBytes = rotateBytes;
    }

    static Path file(Path folder, String registry, Site site) {
        return folder.resolve(registry + "-" + site.label() + ".seal-journal");
    }

    /**
     * Opens what an earlier writer left; empty if there is none.
     *
     * @throws EmbassyException JOURNAL_BROKEN
     */
    static Optional<SealJournal> open(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(recover(file));
        } catch (JournalFormat.DamagedException | BufferUnderflowException | IllegalArgumentException e) {
            throw new EmbassyException(
                    Problem.JOURNAL_BROKEN, "The seal journal " + file + " is damaged: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new EmbassyException(Problem.JOURNAL_BROKEN, "The seal journal " + file + " can't be read.", e);
        }
    }

    /**
     * Begins a journal in place of any older one.
     *
     * @param committed where the ledgers stand
     */
    static SealJournal create(Path file, JournalIdentity identity, SortedMap<Integer, CommittedBlock> committed) {
        return create(file, identity, committed, ROTATE_BYTES);
    }

    /** As above, for tests with another size at which the file is written anew. */
    static SealJournal create(
            Path file, JournalIdentity identity, SortedMap<Integer, CommittedBlock> committed, long rotateBytes) {
        JournalContent content = new JournalContent(identity, 0, committed);
        try {
            DurableFiles.makeFolder(file.toAbsolutePath().getParent());
            return new SealJournal(file, write(file, content), content, rotateBytes);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    synchronized JournalState state() {
        return content.state();
    }

    /** Number of the transaction that is sealed next. */
    synchronized long nextNumber() {
        return content.nextNumber();
    }

    /**
     * Puts a sealed transaction on disk; it may be sent once this has returned.
     *
     * @throws EmbassyException DISK_SHORT; the transaction must then not be sent, nor anything sealed after it
     */
    synchronized void append(JournaledTransaction transaction) {
        content.requireNext(transaction);
        try {
            rotateIfLarge();
            DurableFiles.writeFully(
                    channel, JournalFormat.encode(JournalFormat.TRANSACTION, JournalFormat.transaction(transaction)));
            channel.force(false);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        content.add(transaction);
    }

    /** Marks the first pending transaction as committed at these offsets, by block in its order. */
    synchronized void commit(long number, List<Long> offsets) {
        content.requireFirst(number, offsets);
        try {
            DurableFiles.writeFully(
                    channel, JournalFormat.encode(JournalFormat.COMMIT, JournalFormat.commit(number, offsets)));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
        content.commit(number, offsets);
    }

    /** Keeps the file as evidence under another name, since it no longer tells what may be written. */
    static void setAside(Path file, String why) {
        try {
            for (int i = 1; ; i++) {
                Path aside = file.resolveSibling(file.getFileName() + "." + why + "-" + i);
                if (!Files.exists(aside)) {
                    DurableFiles.move(file, aside);
                    LOG.warn("set the seal journal {} aside as {}", file, aside.getFileName());
                    return;
                }
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("could not close the seal journal {}", file, e);
        }
    }

    private static SealJournal recover(Path file) throws IOException, JournalFormat.DamagedException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        byte[] magic = new byte[JournalFormat.MAGIC.length];
        if (all.remaining() < magic.length) {
            throw new JournalFormat.DamagedException("it has only " + all.remaining() + " bytes");
        }
        all.get(magic);
        if (!Arrays.equals(magic, JournalFormat.MAGIC)) {
            throw new JournalFormat.DamagedException("it is not a seal journal of a known format");
        }
        Replay replay = new Replay();
        for (JournalFormat.Entry entry = JournalFormat.next(all); entry != null; entry = JournalFormat.next(all)) {
            replay.take(entry);
        }
        JournalContent content = replay.content();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (all.position() < all.limit()) {
            LOG.warn("dropped a torn record of {} bytes at the end of {}", all.remaining(), file);
            channel.truncate(all.position());
            channel.force(true);
        }
        channel.position(all.position());
        return new SealJournal(file, channel, content, ROTATE_BYTES);
    }

    private void rotateIfLarge() throws IOException {
        if (channel.position() > rotateBytes) {
            FileChannel old = channel;
            channel = write(file, content);
            old.close();
        }
    }

    private static FileChannel write(Path file, JournalContent content) throws IOException {
        JournalState state = content.state();
        Path next = file.resolveSibling(file.getFileName() + ".next");
        FileChannel channel = DurableFiles.create(next);
        DurableFiles.writeFully(channel, ByteBuffer.wrap(JournalFormat.MAGIC));
        DurableFiles.writeFully(
                channel, JournalFormat.encode(JournalFormat.IDENTITY, JournalFormat.identity(state.identity())));
        DurableFiles.writeFully(
                channel,
                JournalFormat.encode(
                        JournalFormat.COMMITTED, JournalFormat.committed(content.lastCommitted(), state.committed())));
        for (JournaledTransaction transaction : state.pending()) {
            DurableFiles.writeFully(
                    channel, JournalFormat.encode(JournalFormat.TRANSACTION, JournalFormat.transaction(transaction)));
        }
        channel.force(true);
        DurableFiles.move(next, file);
        return channel;
    }

    private static EmbassyException unwritable(Path file, IOException cause) {
        return new EmbassyException(
                Problem.DISK_SHORT, "The seal journal " + file + " can't be written: " + cause.getMessage(), cause);
    }

    /** Builds the state from the records, which must follow each other as a writer writes them. */
    private static final class Replay {
        private JournalIdentity identity;
        private JournalContent content;

        void take(JournalFormat.Entry entry) throws JournalFormat.DamagedException {
            ByteBuffer in = entry.payload();
            switch (entry.type()) {
                case JournalFormat.IDENTITY -> {
                    require(identity == null, "a second identity");
                    identity = JournalFormat.readIdentity(in);
                }
                case JournalFormat.COMMITTED -> {
                    require(identity != null && content == null, "committed heads out of place");
                    content = new JournalContent(identity, in.getLong(), JournalFormat.readCommitted(in));
                }
                case JournalFormat.TRANSACTION -> content().add(JournalFormat.readTransaction(in));
                case JournalFormat.COMMIT -> content().commit(in.getLong(), JournalFormat.readOffsets(in));
                default -> throw new JournalFormat.DamagedException("a record of unknown type " + entry.type());
            }
            require(!in.hasRemaining(), "a record with bytes left over");
        }

        JournalContent content() throws JournalFormat.DamagedException {
            require(content != null, "it has no committed heads");
            return content;
        }

        private static void require(boolean condition, String otherwise) throws JournalFormat.DamagedException {
            if (!condition) {
                throw new JournalFormat.DamagedException(otherwise);
            }
        }
    }
}
