package org.dataembassy.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/** Specific records to and from Avro binary; what {@link EventCodec}, {@link StateCodec} and
 * {@link WireCodec} share. Thread-safe. */
final class AvroBinary {

    private static final ClassValue<SpecificDatumWriter<SpecificRecord>> WRITERS = new ClassValue<>() {
        @Override
        protected SpecificDatumWriter<SpecificRecord> computeValue(Class<?> type) {
            return new SpecificDatumWriter<>(OwnClasses.INSTANCE.getSchema(type), OwnClasses.INSTANCE);
        }
    };

    private static final ClassValue<SpecificDatumWriter<SpecificRecord>> STATE_WRITERS = new ClassValue<>() {
        @Override
        protected SpecificDatumWriter<SpecificRecord> computeValue(Class<?> type) {
            return new SpecificDatumWriter<>(OwnClasses.STATES.getSchema(type), OwnClasses.STATES);
        }
    };

    /** Used again: a decoder holds a buffer that costs more to make than most events to read. */
    private static final ThreadLocal<BinaryDecoder> DECODERS = new ThreadLocal<>();

    private AvroBinary() {}

    static void write(SpecificRecord datum, ByteArrayOutputStream out) {
        write(WRITERS.get(datum.getClass()), datum, out);
    }

    static void writeState(SpecificRecord state, ByteArrayOutputStream out) {
        write(STATE_WRITERS.get(state.getClass()), state, out);
    }

    private static void write(
            SpecificDatumWriter<SpecificRecord> writer, SpecificRecord datum, ByteArrayOutputStream out) {
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            writer.write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    static DatumReader<SpecificRecord> reader(Schema writer, Schema reader) {
        return new SpecificDatumReader<>(writer, reader, OwnClasses.INSTANCE);
    }

    static DatumReader<SpecificRecord> stateReader(Schema state) {
        return new SpecificDatumReader<>(state, state, OwnClasses.STATES);
    }

    static SpecificRecord read(DatumReader<SpecificRecord> reader, Schema writer, byte[] bytes, int from) {
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
