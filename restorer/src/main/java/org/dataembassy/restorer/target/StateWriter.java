package org.dataembassy.restorer.target;

import java.io.IOException;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;

/** Writes entities, in the order of the state digest, into one file. */
interface StateWriter<S extends SpecificRecord> extends AutoCloseable {
    void write(RegistryFold.Entity<S> entity) throws IOException;

    /** Puts the file on the disk for good. */
    WrittenFile finish() throws IOException;

    @Override
    void close() throws IOException;
}
