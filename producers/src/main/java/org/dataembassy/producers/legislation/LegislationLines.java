package org.dataembassy.producers.legislation;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.legislation.LegislationForms;

/**
 * Turns an input into events, line by line, checking each as it comes: the same for taking in and for checking only.
 * Not thread-safe.
 */
final class LegislationLines implements AutoCloseable {
    private final InputLines lines;
    private final String actor;
    private LineChain chain;
    private Instant lastRecordedAt = Instant.MIN;
    private long good;

    /**
     * A line and the event it stands for.
     *
     * @param number of the line, from 1
     */
    record Line(long number, int bytes, EventMeta meta, SpecificRecord event) {}

    /** @param actor who recorded the changes, for {@code meta.actor} */
    LegislationLines(ImportSource source, String actor) {
        this.lines = InputLines.open(source);
        this.actor = actor;
    }

    /** The next line; empty at the end. A fault names the line; nothing can be read after it. */
    Optional<Line> next() throws LineFault {
        Optional<RawLine> raw = lines.next();
        if (raw.isEmpty()) {
            return Optional.empty();
        }
        try {
            Line line = read(raw.get());
            good = line.number();
            return Optional.of(line);
        } catch (LineFault fault) {
            throw new LineFault(fault.problem(), "line " + raw.get().number() + ": " + fault.getMessage());
        }
    }

    /** Lines that were read and are good. */
    long good() {
        return good;
    }

    /** Bytes taken from the input as stored. */
    long bytesRead() {
        return lines.bytesRead();
    }

    /** The source that this input is; known after the first line. */
    String sourceId() {
        return chain.sourceId();
    }

    private Line read(RawLine raw) throws LineFault {
        if (chain == null) {
            chain = LineChain.startingWith(raw.bytes());
        }
        LegislationChange change = LegislationChange.of(LineJson.read(raw.bytes()));
        Instant recordedAt = change.recordedAt().toInstant();
        if (recordedAt.isBefore(lastRecordedAt)) {
            throw LineFault.field("recordedAt", "runs backwards: earlier than on the line before");
        }
        lastRecordedAt = recordedAt;
        EventMeta meta = new EventMeta(
                chain.next(raw),
                change.actId(),
                recordedAt,
                change.effectiveOn(),
                actor,
                chain.sourceId() + ", line " + raw.number(),
                null,
                null);
        SpecificRecord event = event(change, meta);
        refuseTooLarge(change, event);
        return new Line(raw.number(), raw.bytes().length, meta, event);
    }

    private static SpecificRecord event(LegislationChange change, EventMeta meta) {
        if (change.content().isEmpty()) {
            return ActRepealed.newBuilder()
                    .setMeta(meta)
                    .setReason(change.reason())
                    .build();
        }
        LegislationChange.Content content = change.content().get();
        if (change.kind() == LegislationChange.Kind.PUBLISHED) {
            return ActPublished.newBuilder()
                    .setMeta(meta)
                    .setAbbreviation(content.abbreviation())
                    .setTitle(content.title())
                    .setEnactedOn(content.enactedOn().orElse(null))
                    .setReason(change.reason())
                    .setText(content.text())
                    .build();
        }
        return ActAmended.newBuilder()
                .setMeta(meta)
                .setAbbreviation(content.abbreviation())
                .setTitle(content.title())
                .setEnactedOn(content.enactedOn().orElse(null))
                .setReason(change.reason())
                .setText(content.text())
                .build();
    }

    private static void refuseTooLarge(LegislationChange change, SpecificRecord event) throws LineFault {
        int characters =
                change.content().map(content -> content.text().length()).orElse(0);
        // At most three bytes a UTF-16 unit, and all other fields are short: most events need no counting.
        if (characters < LegislationForms.MAX_EVENT_BYTES / 4) {
            return;
        }
        int bytes = EventCodec.FRAME_BYTES + EventCodec.encode(event).length;
        if (bytes > LegislationForms.MAX_EVENT_BYTES) {
            throw new LineFault(
                    Problem.EVENT_TOO_LARGE,
                    "field text: the event has " + bytes + " bytes serialised, at most "
                            + LegislationForms.MAX_EVENT_BYTES + " are allowed");
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
