package org.dataembassy.ledger.kafka.write;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;

/**
 * The bytes of a seal journal. A record is: type (1 byte), payload length (4), CRC-32C of these five (4), payload,
 * CRC-32C of the payload (4). The length has a checksum of its own, so that a flipped bit in it is told from a last
 * record that was torn: a torn one was never synced, thus never sent, and may be dropped; any other fault may not.
 */
final class JournalFormat {
    /** First bytes of the file: name and version of the format. */
    static final byte[] MAGIC = "DESEALJ1".getBytes(StandardCharsets.US_ASCII);

    static final byte IDENTITY = 1;
    static final byte COMMITTED = 2;
    static final byte TRANSACTION = 3;
    static final byte COMMIT = 4;

    private static final int HEAD_BYTES = 1 + Integer.BYTES + Integer.BYTES;
    private static final int MAX_PAYLOAD_BYTES = 1 << 30;

    private JournalFormat() {}

    /** One record as read. */
    record Entry(byte type, ByteBuffer payload) {}

    /** The file is damaged elsewhere than at a torn end. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    static ByteBuffer encode(byte type, byte[] payload) {
        ByteBuffer all = ByteBuffer.allocate(HEAD_BYTES + payload.length + Integer.BYTES);
        all.put(type).putInt(payload.length);
        all.putInt(crc(all.array(), 0, HEAD_BYTES - Integer.BYTES));
        all.put(payload).putInt(crc(payload, 0, payload.length));
        return all.flip();
    }

    /**
     * Reads the next record and moves on; null at the end of the file or at a torn last record, where the position then
     * stays.
     *
     * @param file the whole file
     */
    static Entry next(ByteBuffer file) throws DamagedException {
        int start = file.position();
        if (file.remaining() < HEAD_BYTES) {
            return null;
        }
        byte type = file.get();
        int length = file.getInt();
        int headCrc = file.getInt();
        if (headCrc != crc(file.array(), file.arrayOffset() + start, HEAD_BYTES - Integer.BYTES)) {
            return tornOrDamaged(file, start, "the head of a record");
        }
        if (length < 0 || length > MAX_PAYLOAD_BYTES) {
            throw new DamagedException("a record of " + length + " bytes at byte " + start);
        }
        if (file.remaining() < length + Integer.BYTES) {
            file.position(start);
            return null;
        }
        ByteBuffer payload = file.slice(file.position(), length);
        int payloadCrc = crc(file.array(), file.arrayOffset() + file.position(), length);
        file.position(file.position() + length);
        if (file.getInt() != payloadCrc) {
            return tornOrDamaged(file, start, "the content of a record");
        }
        return new Entry(type, payload);
    }

    /** File systems may leave zeros where a write was under way when the power went; anything else is damage. */
    private static Entry tornOrDamaged(ByteBuffer file, int start, String what) throws DamagedException {
        int rest = file.limit() - start;
        int zeros = 0;
        while (zeros < rest && file.get(file.limit() - 1 - zeros) == 0) {
            zeros++;
        }
        if (zeros < Math.min(rest, 2 * HEAD_BYTES)) {
            throw new DamagedException("the checksum of " + what + " at byte " + start + " does not hold");
        }
        file.position(start);
        return null;
    }

    static byte[] identity(JournalIdentity identity) {
        byte[] registry = identity.registry().getBytes(StandardCharsets.US_ASCII);
        byte[] site = identity.site().label().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(3 * Digest.LENGTH_BYTES + 2 + registry.length + site.length);
        out.put(identity.domain().bytes());
        out.put(identity.epochId().bytes());
        out.put(identity.signingKeyId().bytes());
        out.put((byte) registry.length).put(registry);
        out.put((byte) site.length).put(site);
        return out.array();
    }

    static JournalIdentity readIdentity(ByteBuffer in) {
        Digest domain = digest(in);
        Digest epochId = digest(in);
        Digest signingKeyId = digest(in);
        String registry = text(in);
        return new JournalIdentity(domain, registry, Site.of(text(in)), epochId, signingKeyId);
    }

    static byte[] committed(long lastNumber, SortedMap<Integer, CommittedBlock> committed) {
        int each = Integer.BYTES + 2 * Long.BYTES + Digest.LENGTH_BYTES;
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + committed.size() * each);
        out.putLong(lastNumber).putInt(committed.size());
        committed.forEach((partition, block) -> out.putInt(partition)
                .putLong(block.blockIndex())
                .put(block.leaf().bytes())
                .putLong(block.offset()));
        return out.array();
    }

    static SortedMap<Integer, CommittedBlock> readCommitted(ByteBuffer in) {
        SortedMap<Integer, CommittedBlock> committed = new TreeMap<>();
        for (int left = in.getInt(); left > 0; left--) {
            int partition = in.getInt();
            long blockIndex = in.getLong();
            Digest leaf = digest(in);
            committed.put(partition, new CommittedBlock(blockIndex, leaf, in.getLong()));
        }
        return committed;
    }

    static byte[] transaction(JournaledTransaction transaction) {
        long bytes = Long.BYTES + Integer.BYTES;
        for (JournaledBlock block : transaction.blocks()) {
            bytes += 2 * Integer.BYTES + Long.BYTES + Digest.LENGTH_BYTES + block.value().length;
        }
        if (bytes > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("transaction: expected at most 1 GiB of sealed blocks, got " + bytes);
        }
        ByteBuffer out = ByteBuffer.allocate((int) bytes);
        out.putLong(transaction.number()).putInt(transaction.blocks().size());
        for (JournaledBlock block : transaction.blocks()) {
            out.putInt(block.partition()).putLong(block.blockIndex());
            out.put(block.leaf().bytes());
            out.putInt(block.value().length).put(block.value());
        }
        return out.array();
    }

    static JournaledTransaction readTransaction(ByteBuffer in) {
        long number = in.getLong();
        List<JournaledBlock> blocks = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            int partition = in.getInt();
            long blockIndex = in.getLong();
            Digest leaf = digest(in);
            byte[] value = new byte[in.getInt()];
            in.get(value);
            blocks.add(new JournaledBlock(partition, blockIndex, leaf, value));
        }
        return new JournaledTransaction(number, blocks);
    }

    static byte[] commit(long number, List<Long> offsets) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + offsets.size() * Long.BYTES);
        out.putLong(number).putInt(offsets.size());
        offsets.forEach(out::putLong);
        return out.array();
    }

    static List<Long> readOffsets(ByteBuffer in) {
        List<Long> offsets = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            offsets.add(in.getLong());
        }
        return offsets;
    }

    private static Digest digest(ByteBuffer in) {
        byte[] bytes = new byte[Digest.LENGTH_BYTES];
        in.get(bytes);
        return Digest.of(bytes);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[in.get()];
        in.get(bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
