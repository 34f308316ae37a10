package org.dataembassy.restorer.target;

import java.io.IOException;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.report.WrittenFile;

/** Writes events with their provenance, partition by partition in the order of sequence, into one file. */
interface HistoryWriter extends AutoCloseable {
    void write(RecordedEvent event) throws IOException;

    /** Puts the file on the disk for good. */
    WrittenFile finish() throws IOException;

    @Override
    void close() throws IOException;
}
