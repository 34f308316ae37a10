package org.dataembassy.site.memory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.MultisetHash;

/** The plaintext of a memory file: docs/formats.md section 9. Numbers big-endian, strings as {@link DataOutputStream#writeUTF}. */
final class MemoryFormat {
    private static final int MAX_ENTRIES = 1 << 16;

    private MemoryFormat() {}

    /** All that a file holds. */
    record Content(RememberedControl control, Map<LedgerId, Remembered> partitions) {}

    static byte[] encode(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            RememberedControl control = content.control;
            out.writeLong(control.trustRootVersion());
            out.write(control.trustRootDigest().bytes());
            out.writeInt(control.epochIds().size());
            for (Map.Entry<String, List<Digest>> registry : control.epochIds().entrySet()) {
                out.writeUTF(registry.getKey());
                out.writeInt(registry.getValue().size());
                for (Digest epochId : registry.getValue()) {
                    out.write(epochId.bytes());
                }
            }
            out.writeInt(control.authors().size());
            for (Map.Entry<String, RememberedControl.Author> author :
                    control.authors().entrySet()) {
                out.writeUTF(author.getKey());
                out.writeLong(author.getValue().number());
                out.write(author.getValue().statement().bytes());
            }
            out.writeInt(content.partitions.size());
            for (Map.Entry<LedgerId, Remembered> partition : new TreeMap<>(content.partitions).entrySet()) {
                write(out, partition.getKey(), partition.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, LedgerId ledger, Remembered remembered) throws IOException {
        out.writeUTF(ledger.registry());
        out.writeInt(ledger.partition());
        out.writeLong(remembered.version());
        out.write(remembered.entries().revealBytes());
        out.writeLong(remembered.blocks());
        out.writeLong(remembered.events());
        out.write(remembered.leaf().bytes());
        out.writeUTF(remembered.state());
    }

    /** @throws IOException if it isn't such a content; it was authentic, so that would be another version's */
    static Content decode(byte[] plaintext) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plaintext))) {
            long version = in.readLong();
            Digest digest = digest(in);
            TreeMap<String, List<Digest>> epochs = new TreeMap<>();
            for (int i = count(in); i > 0; i--) {
                String registry = in.readUTF();
                List<Digest> ids = new ArrayList<>();
                for (int j = count(in); j > 0; j--) {
                    ids.add(digest(in));
                }
                epochs.put(registry, ids);
            }
            TreeMap<String, RememberedControl.Author> authors = new TreeMap<>();
            for (int i = count(in); i > 0; i--) {
                authors.put(in.readUTF(), new RememberedControl.Author(in.readLong(), digest(in)));
            }
            Map<LedgerId, Remembered> partitions = new HashMap<>();
            for (int i = count(in); i > 0; i--) {
                LedgerId ledger = new LedgerId(in.readUTF(), in.readInt());
                partitions.put(
                        ledger,
                        new Remembered(
                                in.readLong(),
                                MultisetHash.of(in.readNBytes(MultisetHash.LENGTH_BYTES)),
                                in.readLong(),
                                in.readLong(),
                                digest(in),
                                in.readUTF()));
            }
            if (in.read() >= 0) {
                throw new IOException("bytes are left over");
            }
            return new Content(new RememberedControl(version, digest, epochs, authors), partitions);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ENTRIES) {
            throw new IOException("a count is out of bounds");
        }
        return count;
    }

    private static Digest digest(DataInputStream in) throws IOException {
        byte[] bytes = in.readNBytes(Digest.LENGTH_BYTES);
        if (bytes.length != Digest.LENGTH_BYTES) {
            throw new IOException("a digest runs past the end");
        }
        return Digest.of(bytes);
    }
}
