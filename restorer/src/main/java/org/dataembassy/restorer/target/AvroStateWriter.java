package org.dataembassy.restorer.target;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;

/** {@code states.avro}: the registry's state records as they are. */
final class AvroStateWriter<S extends SpecificRecord> implements StateWriter<S> {
    static final String NAME = "states.avro";

    private final AvroFile<S> file;

    AvroStateWriter(TargetFolder folder, Schema stateSchema, Digest identity) throws IOException {
        file = new AvroFile<>(folder, NAME, stateSchema, identity);
    }

    @Override
    public void write(RegistryFold.Entity<S> entity) throws IOException {
        file.appendEncoded(entity.stateBytes());
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
