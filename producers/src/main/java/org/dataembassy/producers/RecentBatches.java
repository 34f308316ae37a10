package org.dataembassy.producers;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.dataembassy.ledger.Micros;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Remembers, on disk, which events without a source position went into the latest transactions, so that a service that
 * publishes them again after an unknown outcome is not applied twice. A transaction's number travels in the headers of its
 * blocks: what the ledger says decides which of the remembered transactions were committed, never this file alone.
 *
 * <p>File {@code recent-events.bin}: records of length, payload and CRC-32; a torn end is left out. Thread-safe.
 */
final class RecentBatches implements AutoCloseable {
    private static final String FILE = "recent-events.bin";
    private static final long COMPACT_AT_BYTES = 32L << 20;
    private static final int MAX_RECORD_BYTES = 256 << 20;
    private static final int BLOCK_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;
    private static final int EVENT_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

    private final Path file;
    private final Deque<Recorded> recorded = new ArrayDeque<>();
    private FileChannel channel;

    /**
     * An event of a remembered transaction.
     *
     * @param blockLastSequence of its block
     */
    record Remembered(
            UUID eventId, int partition, long blockIndex, long sequence, long blockLastSequence, Instant recordedAt) {}

    /** Where a block of a transaction that is about to be written will lie. */
    record Block(int partition, long blockIndex, long firstSequence, int eventCount) {}

    private record Recorded(long number, byte[] payload) {}

    private RecentBatches(Path file) {
        this.file = file;
    }

    /**
     * Opens the memory in a folder and forgets what the ledger does not confirm.
     *
     * @param committedNumber of the last transaction in the ledger that has one; -1 for none
     * @throws EmbassyException FOLDER_UNUSABLE
     */
    static RecentBatches open(Path folder, long committedNumber) {
        RecentBatches batches = new RecentBatches(folder.resolve(FILE));
        try {
            Files.createDirectories(folder);
            batches.load(committedNumber);
            batches.rewrite();
            return batches;
        } catch (IOException e) {
            throw batches.unusable(e);
        }
    }

    /** Events of the transactions that are committed, by event id. */
    synchronized Map<UUID, Remembered> remembered() {
        Map<UUID, Remembered> events = new HashMap<>();
        for (Recorded batch : recorded) {
            for (Remembered event : decode(batch.payload())) {
                events.put(event.eventId(), event);
            }
        }
        return events;
    }

    /**
     * Puts a transaction on disk before it is written: its events without a source position.
     *
     * @param blocks by number of draft
     */
    synchronized void record(long number, List<Block> blocks, PackedBatch packed) {
        Recorded next = new Recorded(number, encode(number, blocks, packed));
        recorded.add(next);
        try {
            DurableFiles.writeFully(channel, frame(next.payload()));
            channel.force(false);
            if (channel.size() > COMPACT_AT_BYTES) {
                rewrite();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** All transactions up to this one are committed and answered: only the last is kept. */
    synchronized void committed(long number) {
        while (recorded.size() > 1 && recorded.peek().number() < number) {
            recorded.remove();
        }
    }

    private void load(long committedNumber) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<Recorded> confirmed = new ArrayList<>();
        int last = -1;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            for (byte[] payload = next(in); payload != null; payload = next(in)) {
                confirmed.add(new Recorded(ByteBuffer.wrap(payload).getLong(), payload));
                if (confirmed.get(confirmed.size() - 1).number() == committedNumber) {
                    last = confirmed.size() - 1;
                }
            }
        }
        // Transactions commit in order: with one in the ledger, all before it in this file are.
        recorded.addAll(confirmed.subList(0, last + 1));
    }

    private static byte[] next(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(Integer.BYTES);
        if (head.length < Integer.BYTES) {
            return null;
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length < Long.BYTES + Integer.BYTES || length > MAX_RECORD_BYTES) {
            return null;
        }
        byte[] payload = in.readNBytes(length);
        byte[] check = in.readNBytes(Integer.BYTES);
        boolean whole = payload.length == length
                && check.length == Integer.BYTES
                && ByteBuffer.wrap(check).getInt() == crc(payload);
        return whole ? payload : null;
    }

    private void rewrite() throws IOException {
        Path fresh = file.resolveSibling(FILE + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (Recorded batch : recorded) {
                DurableFiles.writeFully(out, frame(batch.payload()));
            }
            out.force(true);
        }
        if (channel != null) {
            channel.close();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static ByteBuffer frame(byte[] payload) {
        return ByteBuffer.allocate(2 * Integer.BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .putInt(crc(payload))
                .flip();
    }

    private static int crc(byte[] payload) {
        CRC32 crc = new CRC32();
        crc.update(payload);
        return (int) crc.getValue();
    }

    /** The blocks once; then for each event its id, the number of its block, its number in that, and its time. */
    private static byte[] encode(long number, List<Block> blocks, PackedBatch packed) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES
                + 2 * Integer.BYTES
                + blocks.size() * BLOCK_BYTES
                + packed.places().size() * EVENT_BYTES);
        out.putLong(number).putInt(blocks.size());
        for (Block block : blocks) {
            out.putInt(block.partition()).putLong(block.blockIndex());
            out.putLong(block.firstSequence()).putInt(block.eventCount());
        }
        int countAt = out.position();
        out.putInt(0);
        int count = 0;
        int event = 0;
        for (AcceptedCall call : packed.calls()) {
            for (EncodedEvent encoded : call.events()) {
                if (call.source().isEmpty()) {
                    out.putLong(encoded.eventId().getMostSignificantBits());
                    out.putLong(encoded.eventId().getLeastSignificantBits());
                    out.putInt(packed.places().draft(event));
                    out.putInt(packed.places().indexInDraft(event));
                    out.putLong(Micros.of(encoded.recordedAt()));
                    count++;
                }
                event++;
            }
        }
        out.putInt(countAt, count);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static List<Remembered> decode(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload, Long.BYTES, payload.length - Long.BYTES);
        List<Block> blocks = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            blocks.add(new Block(in.getInt(), in.getLong(), in.getLong(), in.getInt()));
        }
        List<Remembered> events = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            UUID id = new UUID(in.getLong(), in.getLong());
            Block block = blocks.get(in.getInt());
            events.add(new Remembered(
                    id,
                    block.partition(),
                    block.blockIndex(),
                    block.firstSequence() + in.getInt(),
                    block.firstSequence() + block.eventCount() - 1,
                    Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS)));
        }
        return events;
    }

    private EmbassyException unusable(IOException e) {
        return new EmbassyException(Problem.FOLDER_UNUSABLE, "The publisher's file " + file + " can't be written", e);
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
