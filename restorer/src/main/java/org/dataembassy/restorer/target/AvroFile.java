package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.OwnClasses;

/**
 * An Avro object container file (Avro 1.12 specification) of a target. Its sync marker comes from what is restored
 * instead of from chance, so that two restores of the same position are the same bytes. Not thread-safe.
 */
final class AvroFile<T> implements AutoCloseable {
    /** The fastest that halves the size of states; see docs/decisions/0029. */
    private static final int ZSTANDARD_LEVEL = 1;

    private static final int BLOCK_BYTES = 1 << 18;
    private static final int SYNC_BYTES = 16;

    private final MeasuredOutput out;
    private final DataFileWriter<T> writer;
    private long records;

    /** @param identity of the whole restore, of which the sync marker is made */
    AvroFile(TargetFolder folder, String name, Schema schema, Digest identity) throws IOException {
        out = new MeasuredOutput(folder, name);
        DatumWriter<T> datums = new SpecificDatumWriter<>(schema, OwnClasses.model());
        writer = new DataFileWriter<>(datums);
        writer.setCodec(CodecFactory.zstandardCodec(ZSTANDARD_LEVEL, true, true));
        writer.setSyncInterval(BLOCK_BYTES);
        byte[] sync = Digest.sha256(identity.bytes(), name.getBytes(StandardCharsets.UTF_8))
                .bytes();
        writer.create(schema, out, Arrays.copyOf(sync, SYNC_BYTES));
    }

    void append(T datum) throws IOException {
        writer.append(datum);
        records++;
    }

    /** @param datum in the file's schema, canonical */
    void appendEncoded(byte[] datum) throws IOException {
        writer.appendEncoded(ByteBuffer.wrap(datum));
        records++;
    }

    WrittenFile finish() throws IOException {
        writer.close();
        out.close();
        return out.written(records);
    }

    @Override
    public void close() throws IOException {
        // Not through the writer, which would write on into a file that is given up.
        out.close();
    }
}
