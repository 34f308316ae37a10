package org.dataembassy.producers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers for each input the event id at the last position taken in, so that an input that has changed below that
 * position is noticed. A help, not a promise: what decides whether a position is taken in are the headers in the ledger.
 * File {@code sources.tsv}: id, position, event id. Not thread-safe.
 */
final class SourceMemory {
    private static final Logger LOG = LoggerFactory.getLogger(SourceMemory.class);
    private static final String FILE = "sources.tsv";

    private final Path file;
    private final Map<String, Last> lastBySource = new LinkedHashMap<>();
    private boolean changed;

    private record Last(long position, UUID eventId) {}

    private SourceMemory(Path file) {
        this.file = file;
    }

    static SourceMemory open(Path folder) {
        SourceMemory memory = new SourceMemory(folder.resolve(FILE));
        memory.load();
        return memory;
    }

    /** Whether this very position was taken in with another event. */
    boolean contradicts(SourcePosition source, UUID eventId) {
        return Optional.ofNullable(lastBySource.get(source.id()))
                .filter(last -> last.position() == source.position())
                .filter(last -> !last.eventId().equals(eventId))
                .isPresent();
    }

    void committed(SourcePosition source, UUID eventId) {
        lastBySource.put(source.id(), new Last(source.position(), eventId));
        changed = true;
    }

    /** Replaces the file if there is something new; a failure is only logged. */
    void save() {
        if (!changed) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lastBySource.forEach((id, last) -> lines.add(id + "\t" + last.position() + "\t" + last.eventId()));
        try {
            Path fresh = file.resolveSibling(FILE + ".new");
            Files.write(fresh, lines, StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            changed = false;
        } catch (IOException e) {
            LOG.warn("{} can't be written: a changed input may go unnoticed", file, e);
        }
    }

    private void load() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                String[] parts = line.split("\t", -1);
                lastBySource.put(parts[0], new Last(Long.parseLong(parts[1]), UUID.fromString(parts[2])));
            }
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            LOG.warn("{} can't be read: a changed input may go unnoticed", file, e);
        }
    }
}
