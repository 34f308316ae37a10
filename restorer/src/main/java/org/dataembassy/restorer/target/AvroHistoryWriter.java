package org.dataembassy.restorer.target;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.RegistryModel;

/** {@code history.avro}: every event in its current schema, with the block that proves it. */
final class AvroHistoryWriter implements HistoryWriter {
    static final String NAME = "history.avro";

    private final Schema schema;
    private final AvroFile<GenericData.Record> file;

    AvroHistoryWriter(TargetFolder folder, RegistryModel<?> model, Digest identity) throws IOException {
        schema = schema(model);
        file = new AvroFile<>(folder, NAME, schema, identity);
    }

    static Schema schema(RegistryModel<?> model) {
        return SchemaBuilder.record("RestoredEvent")
                .namespace("org.dataembassy.restore")
                .doc("An event with its provenance. By partition, then sequence.")
                .fields()
                .requiredInt("partition")
                .requiredLong("sequence")
                .requiredLong("blockIndex")
                .requiredInt("epoch")
                .name("site")
                .doc("The primary that sealed the block.")
                .type(AvroPartWriter.string())
                .noDefault()
                .name("leaf")
                .doc("SHA-256(0x00 || header) of the block, in hexadecimal digits.")
                .type(AvroPartWriter.string())
                .noDefault()
                .name("place")
                .doc("topic-partition@offset from which it was read.")
                .type(AvroPartWriter.string())
                .noDefault()
                .name("event")
                .type(Schema.createUnion(model.eventSchemas()))
                .noDefault()
                .endRecord();
    }

    @Override
    public void write(RecordedEvent event) throws IOException {
        GenericData.Record line = new GenericData.Record(schema);
        line.put("partition", event.header().ledger().partition());
        line.put("sequence", event.sequence());
        line.put("blockIndex", event.header().blockIndex());
        line.put("epoch", event.header().epoch());
        line.put("site", event.header().site().label());
        line.put("leaf", event.leaf().hex());
        line.put("place", event.place().toString());
        line.put("event", event.event());
        file.append(line);
    }

    @Override
    public WrittenFile finish() throws IOException {
        return file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
