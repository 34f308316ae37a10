package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;

/** {@code parts.avro}: the texts and other large parts that the states of {@code states.avro} refer to by name. */
final class AvroPartWriter<S extends SpecificRecord> implements StateWriter<S> {
    static final String NAME = "parts.avro";
    static final Schema SCHEMA = SchemaBuilder.record("RestoredPart")
            .namespace("org.dataembassy.restore")
            .doc("A large part of an entity's state. Sorted by entity id as unsigned UTF-8 bytes.")
            .fields()
            .name("entityId")
            .type(string())
            .noDefault()
            .name("name")
            .doc("As the state refers to it.")
            .type(string())
            .noDefault()
            .requiredBytes("content")
            .endRecord();

    private final AvroFile<GenericData.Record> file;

    AvroPartWriter(TargetFolder folder, Digest identity) throws IOException {
        file = new AvroFile<>(folder, NAME, SCHEMA, identity);
    }

    /** A string that Java reads as {@link String}. */
    static Schema string() {
        Schema string = Schema.create(Schema.Type.STRING);
        GenericData.setStringType(string, GenericData.StringType.String);
        return string;
    }

    @Override
    public void write(RegistryFold.Entity<S> entity) throws IOException {
        for (String name : entity.parts()) {
            GenericData.Record part = new GenericData.Record(SCHEMA);
            part.put("entityId", entity.entityId());
            part.put("name", name);
            part.put("content", ByteBuffer.wrap(entity.reader().read(name)));
            file.append(part);
        }
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
