package org.dataembassy.ledger.kafka.control;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a follower had read: gives it a view before it has read the topics. Only bytes as they came from the topics; they
 * go through the fold again before anything in them is believed. Nothing says that it is whole, for whoever can write the
 * file can leave a statement out; so it doesn't say where to read on either.
 *
 * @param envelopes the genesis first, then the others in an order in which a fold takes them, waiting ones too
 */
record ControlSnapshot(Digest domain, List<byte[]> envelopes) {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSnapshot.class);
    private static final long MAGIC = 0x4445_434f_4e54_3032L; // "DECONT02"

    ControlSnapshot {
        envelopes = List.copyOf(envelopes);
    }

    /** Replaces the file in one step. */
    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MAGIC);
        out.write(domain.bytes());
        out.writeInt(envelopes.size());
        for (byte[] envelope : envelopes) {
            out.writeInt(envelope.length);
            out.write(envelope);
        }
        out.write(Digest.sha256(bytes.toByteArray()).bytes());
        DurableFiles.makeFolder(file.toAbsolutePath().getParent());
        DurableFiles.replace(file, bytes.toByteArray());
    }

    /** Empty if there is none or it isn't whole: then everything is read from the topics. */
    static Optional<ControlSnapshot> read(Path file, Digest domain) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ControlSnapshot snapshot = parse(Files.readAllBytes(file));
            if (!snapshot.domain.equals(domain)) {
                throw new IOException("it is of another domain");
            }
            return Optional.of(snapshot);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the control snapshot {} can't be used, reading everything: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static ControlSnapshot parse(byte[] file) throws IOException {
        int length = file.length - Digest.LENGTH_BYTES;
        if (length < 0
                || !Digest.sha256(Arrays.copyOf(file, length))
                        .equals(Digest.of(Arrays.copyOfRange(file, length, file.length)))) {
            throw new IOException("its digest does not hold");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, 0, length));
        if (in.readLong() != MAGIC) {
            throw new IOException("its format is not known");
        }
        Digest domain = Digest.of(in.readNBytes(Digest.LENGTH_BYTES));
        List<byte[]> envelopes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            envelopes.add(in.readNBytes(in.readInt()));
        }
        return new ControlSnapshot(domain, envelopes);
    }
}
