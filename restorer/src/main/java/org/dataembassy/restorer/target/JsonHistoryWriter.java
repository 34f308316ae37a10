package org.dataembassy.restorer.target;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.report.WrittenFile;

/** {@code history.jsonl}: a line for each event. */
final class JsonHistoryWriter implements HistoryWriter {
    static final String NAME = "history.jsonl";

    private final MeasuredOutput out;
    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long records;

    JsonHistoryWriter(TargetFolder folder) throws IOException {
        out = new MeasuredOutput(folder, NAME);
    }

    @Override
    public void write(RecordedEvent event) throws IOException {
        line.reset();
        try (JsonGenerator json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("partition", event.header().ledger().partition());
            json.writeNumberField("sequence", event.sequence());
            json.writeNumberField("blockIndex", event.header().blockIndex());
            json.writeNumberField("epoch", event.header().epoch());
            json.writeStringField("site", event.header().site().label());
            json.writeStringField("leaf", event.leaf().hex());
            json.writeStringField("place", event.place().toString());
            json.writeStringField("type", event.event().getSchema().getName());
            json.writeFieldName("event");
            AvroJson.write(json, event.event());
            json.writeEndObject();
        }
        line.write('\n');
        out.write(line.toByteArray());
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
