package org.dataembassy.producers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.dataembassy.ledger.Micros;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Remembers, on disk, which events without a source position went into the latest transactions, so that a service that
 * publishes them again after an unknown outcome is not applied twice. A transaction's number travels in the headers of its
 * blocks: what the ledger says decides which of the remembered transactions were committed, never this file alone.
 *
 * <p>File {@code recent-batches.bin}: records of length, payload and CRC-32; a torn end is left out. Thread-safe.
 */
final class RecentBatches implements AutoCloseable {
    private static final String FILE = "recent-batches.bin";
    private static final long COMPACT_AT_BYTES = 32L << 20;
    private static final int MAX_RECORD_BYTES = 256 << 20;

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

    /** Puts a transaction on disk before it is written. */
    synchronized void record(long number, List<Remembered> events) {
        Recorded next = new Recorded(number, encode(number, events));
        recorded.add(next);
        try {
            channel.write(frame(next.payload()));
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
                out.write(frame(batch.payload()));
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

    private static byte[] encode(long number, List<Remembered> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(number);
            out.writeInt(events.size());
            for (Remembered event : events) {
                out.writeLong(event.eventId().getMostSignificantBits());
                out.writeLong(event.eventId().getLeastSignificantBits());
                out.writeInt(event.partition());
                out.writeLong(event.blockIndex());
                out.writeLong(event.sequence());
                out.writeLong(event.blockLastSequence());
                out.writeLong(Micros.of(event.recordedAt()));
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static List<Remembered> decode(byte[] payload) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
            long unusedNumber = in.readLong();
            int count = in.readInt();
            List<Remembered> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                events.add(new Remembered(
                        new UUID(in.readLong(), in.readLong()),
                        in.readInt(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS)));
            }
            return events;
        } catch (IOException e) {
            throw new IllegalStateException("a record that was whole can't be read", e);
        }
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
