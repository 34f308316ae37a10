package org.dataembassy.schemas;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/** Avro's own reading, which resolves data of another version to the current one; bounds are checked beforehand. */
final class ResolvingReading implements DatumReading {

    /** Used again: a decoder holds a buffer that costs more to make than most events to read. */
    private static final ThreadLocal<BinaryDecoder> DECODERS = new ThreadLocal<>();

    private final Schema writer;
    private final DatumReader<SpecificRecord> reader;

    ResolvingReading(Schema writer, Schema reader) {
        this.writer = writer;
        this.reader = new SpecificDatumReader<>(writer, reader, OwnClasses.INSTANCE);
    }

    @Override
    public SpecificRecord read(byte[] bytes, int from) {
        AvroBounds.check(writer, bytes, from, bytes.length);
        try {
            BinaryDecoder decoder =
                    DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, DECODERS.get());
            DECODERS.set(decoder);
            return reader.read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Not kept as a cause: Avro's and the JDK's messages quote what they could not read.
            throw new UnreadableEventException(
                    Reason.MALFORMED,
                    "Avro data does not fit " + writer.getFullName() + " ("
                            + e.getClass().getSimpleName() + ")");
        }
    }
}
