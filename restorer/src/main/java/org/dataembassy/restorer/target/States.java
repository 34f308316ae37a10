package org.dataembassy.restorer.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;

/** Writes the states of a registry, and their parts, into a target folder. */
public final class States {
    private States() {}

    /**
     * One file for each format, and one of parts beside {@code states.avro} where there are any.
     *
     * @param identity of the restore, from which bytes are made that would else come from chance
     */
    public static <S extends SpecificRecord> List<WrittenFile> write(
            TargetFolder folder, RegistryFold<S> fold, Set<TargetFormat> formats, Digest identity) {
        List<StateWriter<S>> writers = new ArrayList<>();
        try {
            open(writers, folder, fold, formats, identity);
            Iterator<RegistryFold.Entity<S>> entities = fold.inOrder();
            while (entities.hasNext()) {
                folder.checkInterrupted();
                RegistryFold.Entity<S> entity = entities.next();
                for (StateWriter<S> writer : writers) {
                    writer.write(entity);
                }
            }
            List<WrittenFile> written = new ArrayList<>();
            for (StateWriter<S> writer : writers) {
                written.add(writer.finish());
            }
            return written;
        } catch (IOException e) {
            throw TargetFailure.of(folder.target(), e);
        } finally {
            giveUp(writers);
        }
    }

    private static <S extends SpecificRecord> void open(
            List<StateWriter<S>> writers,
            TargetFolder folder,
            RegistryFold<S> fold,
            Set<TargetFormat> formats,
            Digest identity)
            throws IOException {
        if (formats.contains(TargetFormat.AVRO)) {
            writers.add(new AvroStateWriter<>(folder, fold.model().stateSchema(), identity));
            if (fold.hasParts()) {
                writers.add(new AvroPartWriter<>(folder, identity));
            }
        }
        if (formats.contains(TargetFormat.JSONL)) {
            writers.add(new JsonStateWriter<>(folder, fold.model()));
        }
    }

    private static <S extends SpecificRecord> void giveUp(List<StateWriter<S>> writers) {
        for (StateWriter<S> writer : writers) {
            try {
                writer.close();
            } catch (IOException e) {
                // Finished files are closed already; this one is given up with its folder.
                continue;
            }
        }
    }
}
