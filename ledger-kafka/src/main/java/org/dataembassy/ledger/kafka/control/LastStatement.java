package org.dataembassy.ledger.kafka.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The last statement that an author has signed, on disk before it's sent.
 *
 * @param previousNumber of the author's statement before, as control shows it; -1 if there was none
 */
record LastStatement(long previousNumber, byte[] envelope) {
    private static final long MAGIC = 0x4445_4c41_5354_3031L; // "DELAST01"

    void write(Path file) {
        byte[] content = ByteBuffer.allocate(2 * Long.BYTES + envelope.length)
                .putLong(MAGIC)
                .putLong(previousNumber)
                .put(envelope)
                .array();
        byte[] whole = ByteBuffer.allocate(content.length + Digest.LENGTH_BYTES)
                .put(content)
                .put(Digest.sha256(content).bytes())
                .array();
        try {
            DurableFiles.replace(file, whole);
        } catch (IOException e) {
            throw new EmbassyException(Problem.DISK_SHORT, "The file " + file + " can't be written.", e);
        }
    }

    /** @throws EmbassyException JOURNAL_BROKEN */
    static Optional<LastStatement> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] whole = Files.readAllBytes(file);
            int length = whole.length - Digest.LENGTH_BYTES;
            if (length < 2 * Long.BYTES
                    || !Digest.sha256(Arrays.copyOf(whole, length))
                            .equals(Digest.of(Arrays.copyOfRange(whole, length, whole.length)))) {
                throw new IOException("its digest does not hold");
            }
            ByteBuffer in = ByteBuffer.wrap(whole, 0, length);
            if (in.getLong() != MAGIC) {
                throw new IOException("its format is not known");
            }
            long previousNumber = in.getLong();
            byte[] envelope = new byte[in.remaining()];
            in.get(envelope);
            return Optional.of(new LastStatement(previousNumber, envelope));
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.JOURNAL_BROKEN,
                    "The file with the last signed statement " + file + " is damaged: " + e.getMessage() + ".",
                    e);
        }
    }
}
