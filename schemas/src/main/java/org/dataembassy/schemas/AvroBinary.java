package org.dataembassy.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

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

    /**
     * A reader of data that {@code writer} describes, as records of one of our classes.
     *
     * @param reader the class's schema
     */
    static DatumReading reading(Schema writer, Schema reader) {
        return StrictReading.of(writer, reader).orElseGet(() -> new ResolvingReading(writer, reader));
    }
}
