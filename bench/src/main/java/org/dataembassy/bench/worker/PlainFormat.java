package org.dataembassy.bench.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.OwnClasses;

/**
 * Events as the plain side has them: the Confluent wire format, with the entity id as record key. Schema ids are the
 * schemas' numbers, so that no Schema Registry is asked on the way; decoders are kept and used again. For one thread.
 */
final class PlainFormat {
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, DatumReader<SpecificRecord>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    PlainFormat() {
        List<Schema> schemas = Workload.model().eventSchemas();
        for (int i = 0; i < schemas.size(); i++) {
            Schema schema = schemas.get(i);
            ids.put(schema.getFullName(), i + 1);
            readers.put(i + 1, new SpecificDatumReader<>(schema, schema, OwnClasses.model()));
        }
    }

    static byte[] key(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getEntityId().getBytes(StandardCharsets.UTF_8);
    }

    byte[] encode(SpecificRecord event) {
        return EventCodec.frame(ids.get(event.getSchema().getFullName()), event);
    }

    SpecificRecord decode(byte[] framed) {
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(framed, EventCodec.FRAME_BYTES, framed.length - EventCodec.FRAME_BYTES, decoder);
            return readers.get(EventCodec.schemaId(framed)).read(null, decoder);
        } catch (IOException e) {
            throw new IllegalStateException("a plain record is not what was written", e);
        }
    }
}
