package org.dataembassy.restorer.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.RegistryModel;

/** The history files of a target, written while the ledger is read. */
public final class History implements AutoCloseable {
    private final TargetFolder folder;
    private final List<HistoryWriter> writers = new ArrayList<>();

    private History(TargetFolder folder) {
        this.folder = folder;
    }

    /** No history was asked for. */
    public static History none(TargetFolder folder) {
        return new History(folder);
    }

    /**
     * One file for each format.
     *
     * @param identity of the restore, from which bytes are made that would else come from chance
     */
    public static History in(TargetFolder folder, Set<TargetFormat> formats, RegistryModel<?> model, Digest identity) {
        History history = new History(folder);
        try {
            if (formats.contains(TargetFormat.AVRO)) {
                history.writers.add(new AvroHistoryWriter(folder, model, identity));
            }
            if (formats.contains(TargetFormat.JSONL)) {
                history.writers.add(new JsonHistoryWriter(folder));
            }
            return history;
        } catch (IOException e) {
            history.close();
            throw TargetFailure.of(folder.target(), e);
        }
    }

    /** The next event of a partition; partitions one after the other. */
    public void write(RecordedEvent event) {
        try {
            for (HistoryWriter writer : writers) {
                writer.write(event);
            }
        } catch (IOException e) {
            throw TargetFailure.of(folder.target(), e);
        }
    }

    /** Puts the files on the disk for good. */
    public List<WrittenFile> finish() {
        try {
            List<WrittenFile> written = new ArrayList<>();
            for (HistoryWriter writer : writers) {
                written.add(writer.finish());
            }
            return written;
        } catch (IOException e) {
            throw TargetFailure.of(folder.target(), e);
        }
    }

    @Override
    public void close() {
        for (HistoryWriter writer : writers) {
            try {
                writer.close();
            } catch (IOException e) {
                // Finished files are closed already; this one is given up with its folder.
                continue;
            }
        }
    }
}
