package org.dataembassy.schemas;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The wire records ({@code org.dataembassy.wire}) to and from Avro binary. Reading is strict: exactly one record, every
 * length within the input, nothing left over. Thread-safe.
 *
 * <p>To be used instead of Avro's own {@code SpecificDatumReader}, which since 1.12.2 refuses to load classes that no
 * global setting trusts.
 */
public final class WireCodec {

    private static final ClassValue<DatumReading> READERS = new ClassValue<>() {
        @Override
        protected DatumReading computeValue(Class<?> type) {
            Schema schema = OwnClasses.INSTANCE.getSchema(type);
            return AvroBinary.reading(schema, schema);
        }
    };

    private WireCodec() {}

    public static byte[] encode(SpecificRecord wireRecord) {
        AvroBuffer out = AvroBinary.buffer();
        AvroBinary.write(wireRecord, out);
        return out.toBytes();
    }

    /**
     * Reads {@code bytes} from {@code from} to their end.
     *
     * @param from where the record begins: 0, or {@link EventCodec#FRAME_BYTES} if it is framed
     * @throws UnreadableEventException if these are not exactly one such record
     */
    public static <T extends SpecificRecord> T decode(Class<T> type, byte[] bytes, int from) {
        return type.cast(READERS.get(type).read(bytes, from));
    }
}
