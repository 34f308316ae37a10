package org.dataembassy.schemas;

import org.apache.avro.specific.SpecificRecord;

/** Makes a record of exactly the bytes of one datum. Thread-safe. */
interface DatumReading {

    /**
     * Reads {@code bytes} from {@code from} to their end.
     *
     * @throws UnreadableEventException if these are not exactly one datum of the writer's schema
     */
    SpecificRecord read(byte[] bytes, int from);
}
