package org.dataembassy.schemas;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The canonical bytes of a state: Avro binary in the model's state schema, without a frame. Deterministic: no state has
 * a map or a floating-point number in it, and an array is one block. Thread-safe.
 */
public final class StateCodec {

    private static final ConcurrentMap<RegistryModel<?>, DatumReading> READERS = new ConcurrentHashMap<>();

    private StateCodec() {}

    public static byte[] encode(SpecificRecord state) {
        AvroBuffer out = AvroBinary.buffer();
        AvroBinary.writeState(state, out);
        return out.toBytes();
    }

    /**
     * Reads what {@link #encode} wrote under the same state schema.
     *
     * @throws UnreadableEventException if the bytes are not exactly one such state
     */
    @SuppressWarnings("unchecked") // the reader makes the class that the model's state schema names
    public static <S extends SpecificRecord> S decode(byte[] bytes, RegistryModel<S> model) {
        DatumReading reading = READERS.get(model);
        if (reading == null) {
            Schema schema = model.stateSchema();
            reading = READERS.computeIfAbsent(model, m -> AvroBinary.reading(schema, schema));
        }
        return (S) reading.read(bytes, 0);
    }
}
