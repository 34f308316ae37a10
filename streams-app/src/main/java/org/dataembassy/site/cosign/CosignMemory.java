package org.dataembassy.site.cosign;

import com.fasterxml.jackson.core.Base64Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;
import org.dataembassy.ledger.kafka.DurableFiles;

/**
 * The highest head of each ledger that this site has cosigned, on disk before anything of it is published: so that it never
 * signs less, or something else, afterwards. One file a registry; docs/formats.md, section 8. Thread-safe.
 */
public final class CosignMemory {
    private static final int FORMAT = 1;
    private static final int MAX_FILE_BYTES = 256 * 1024 * 1024;
    private static final int MAX_LEDGERS = 10_000;
    private static final int MAX_ENVELOPE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_NOTE_CHARACTERS = 8 * 1024;
    private static final String EXTENSION = ".cosigned";

    private final Path folder;
    private final Digest domain;
    private final SortedMap<LedgerId, Remembered> all = new TreeMap<>();
    private final Set<String> broken = new HashSet<>();

    private CosignMemory(Path folder, Digest domain) {
        this.folder = folder;
        this.domain = domain;
    }

    /**
     * What was cosigned.
     *
     * @param statement the checkpoint's envelope; empty if only the cosignature was found again
     * @param note the cosigned note
     */
    public record Remembered(HeadStatement head, Optional<byte[]> statement, String note) {}

    /**
     * Opens the memory in a folder, which is made if it's missing. A file that can't be read is left as it is; for its
     * registry nothing is cosigned any more ({@link #isBroken}).
     *
     * @throws IOException if the folder can't be used
     */
    public static CosignMemory open(Path folder, Digest domain) throws IOException {
        DurableFiles.makeFolder(folder);
        CosignMemory memory = new CosignMemory(folder, domain);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(EXTENSION)).sorted().forEach(memory::load);
        }
        return memory;
    }

    /** Whether the registry's file is there and can't be read. */
    public synchronized boolean isBroken(String registry) {
        return broken.contains(registry);
    }

    public synchronized Optional<Remembered> of(LedgerId ledger) {
        return Optional.ofNullable(all.get(ledger));
    }

    public synchronized Map<LedgerId, Remembered> all() {
        return Map.copyOf(all);
    }

    /**
     * Remembers, durably when this returns.
     *
     * @throws IOException if the disk didn't take it: then nothing of it may be published
     */
    public synchronized void put(Map<LedgerId, Remembered> signed) throws IOException {
        SortedMap<LedgerId, Remembered> next = new TreeMap<>(all);
        next.putAll(signed);
        Set<String> registries = new HashSet<>();
        signed.keySet().forEach(ledger -> registries.add(ledger.registry()));
        for (String registry : registries) {
            DurableFiles.replace(folder.resolve(registry + EXTENSION), write(registry, next));
        }
        all.putAll(signed);
    }

    private byte[] write(String registry, SortedMap<LedgerId, Remembered> next) {
        List<byte[]> statements = new ArrayList<>();
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("domain", domain.hex());
            json.writeStringField("registry", registry);
            json.writeArrayFieldStart("ledgers");
            for (Map.Entry<LedgerId, Remembered> entry : next.entrySet()) {
                if (entry.getKey().registry().equals(registry)) {
                    HeadStatement head = entry.getValue().head();
                    json.writeStartObject();
                    json.writeNumberField("partition", entry.getKey().partition());
                    json.writeNumberField("blocks", head.blocks());
                    json.writeNumberField("events", head.events());
                    json.writeStringField("root", head.root().hex());
                    json.writeNumberField(
                            "statement", place(statements, entry.getValue().statement()));
                    json.writeStringField("note", entry.getValue().note());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("statements");
            for (byte[] statement : statements) {
                json.writeStartObject();
                json.writeFieldName("envelope");
                json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, statement, 0, statement.length);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One checkpoint names many partitions, so it's written once. */
    private static int place(List<byte[]> statements, Optional<byte[]> statement) {
        if (statement.isEmpty()) {
            return -1;
        }
        for (int i = 0; i < statements.size(); i++) {
            if (Arrays.equals(statements.get(i), statement.get())) {
                return i;
            }
        }
        statements.add(statement.get());
        return statements.size() - 1;
    }

    private void load(Path file) {
        String name = file.getFileName().toString();
        String registry = name.substring(0, name.length() - EXTENSION.length());
        try {
            all.putAll(read(registry, Files.readAllBytes(file)));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            broken.add(registry);
        }
    }

    /** A ledger before its statement is known by more than its place. */
    private record Placed(HeadStatement head, int statement, String note) {}

    private Map<LedgerId, Remembered> read(String registry, byte[] file) {
        JsonFields json = JsonBytes.object("cosigned", file, MAX_FILE_BYTES);
        json.integer("format", FORMAT, FORMAT);
        if (!json.digest("domain").equals(domain) || !json.text("registry", 40).equals(registry)) {
            throw new IllegalArgumentException("cosigned: of another country or registry");
        }
        List<Placed> placed = json.objects(
                "ledgers",
                MAX_LEDGERS,
                each -> new Placed(
                        new HeadStatement(
                                new LedgerId(registry, each.integer("partition", 0, MAX_LEDGERS)),
                                each.integer("blocks", 1, Long.MAX_VALUE),
                                each.integer("events", 0, Long.MAX_VALUE),
                                each.digest("root")),
                        each.integer("statement", -1, MAX_LEDGERS),
                        each.text("note", MAX_NOTE_CHARACTERS)));
        List<byte[]> statements =
                json.objects("statements", MAX_LEDGERS, each -> each.base64("envelope", MAX_ENVELOPE_BYTES));
        json.end();
        Map<LedgerId, Remembered> read = new TreeMap<>();
        for (Placed one : placed) {
            Optional<byte[]> statement =
                    one.statement() < 0 ? Optional.empty() : Optional.of(statements.get(one.statement()));
            read.put(one.head().ledger(), new Remembered(one.head(), statement, one.note()));
        }
        return read;
    }
}
