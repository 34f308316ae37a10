package org.dataembassy.restorer.target;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.RegistryModel;

/** {@code states.jsonl}: a line for each entity as the HTTP API answers it, texts included. */
final class JsonStateWriter<S extends SpecificRecord> implements StateWriter<S> {
    static final String NAME = "states.jsonl";

    private final MeasuredOutput out;
    private final RegistryModel<S> model;
    private long records;

    JsonStateWriter(TargetFolder folder, RegistryModel<S> model) throws IOException {
        this.out = new MeasuredOutput(folder, NAME);
        this.model = model;
    }

    /** The line, without its end. */
    static <S extends SpecificRecord> byte[] line(RegistryModel<S> model, RegistryFold.Entity<S> entity) {
        String json = model.toJson(entity.state(), entity.reader());
        if (json.indexOf('\n') >= 0 || json.indexOf('\r') >= 0) {
            throw new IllegalStateException("the model of " + model.registry() + " gave JSON of several lines");
        }
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void write(RegistryFold.Entity<S> entity) throws IOException {
        out.write(line(model, entity));
        out.write('\n');
        records++;
    }

    @Override
    public WrittenFile finish() throws IOException {
        out.close();
        return out.written(records);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
