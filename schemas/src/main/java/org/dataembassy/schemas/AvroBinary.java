package org.dataembassy.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
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

    private static final ThreadLocal<AvroBuffer> BUFFERS = ThreadLocal.withInitial(AvroBuffer::new);

    private AvroBinary() {}

    /** An empty buffer of this thread, whose content is to be taken before the next one is asked for. */
    static AvroBuffer buffer() {
        return BUFFERS.get().clear();
    }

    static void write(SpecificRecord datum, AvroBuffer out) {
        write(WRITERS.get(datum.getClass()), datum, out);
    }

    static void writeState(SpecificRecord state, AvroBuffer out) {
        write(STATE_WRITERS.get(state.getClass()), state, out);
    }

    private static void write(SpecificDatumWriter<SpecificRecord> writer, SpecificRecord datum, AvroBuffer out) {
        try {
            writer.write(datum, out);
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
