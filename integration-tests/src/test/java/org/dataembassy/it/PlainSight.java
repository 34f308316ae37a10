package org.dataembassy.it;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;

/**
 * Looks for words that must not lie in clear: in every file as it is, in every record of Kafka's log segments as a
 * consumer gets it, decompressed by Kafka and once more where it is compressed itself, and in the command lines of processes. Words are sought as UTF-8 and as UTF-16.
 */
final class PlainSight {
    /** Shorter words would be found by chance, in so many encrypted bytes. */
    static final int SHORTEST_WORD_BYTES = 6;

    private static final int PREFIX_BYTES = 4;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int LARGEST_DECOMPRESSED_BYTES = 16 << 20;

    /** RFC 8878 section 3.1.1. */
    private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    private static final List<Charset> FORMS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

    private final Map<Integer, List<byte[]>> words = new HashMap<>();
    private final Map<String, Integer> found = new TreeMap<>();
    private int longest;
    private long bytes;
    private int files;
    private int records;

    PlainSight(Collection<String> words) {
        for (String word : words) {
            for (Charset form : FORMS) {
                byte[] sought = word.getBytes(form);
                if (sought.length < SHORTEST_WORD_BYTES) {
                    throw new IllegalArgumentException("a word of " + sought.length + " bytes is too short");
                }
                this.words
                        .computeIfAbsent(ByteBuffer.wrap(sought).getInt(), prefix -> new ArrayList<>())
                        .add(sought);
                longest = Math.max(longest, sought.length);
            }
        }
    }

    /** Reads every file below a folder. */
    PlainSight in(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String place = folder.relativize(file).toString();
                readFile(place, file);
                if (place.endsWith(".log") && file.getFileName().toString().matches("\\d{20}\\.log")) {
                    readSegment(place, file);
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what any user of the machine sees of its processes. */
    PlainSight inProcessList() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                try {
                    look("the process list", Files.readAllBytes(process.resolve("cmdline")));
                } catch (IOException e) {
                    // It has ended meanwhile.
                    continue;
                }
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many words were found, by place. */
    Map<String, Integer> found() {
        return found;
    }

    /** The places, shortened to those that tell one kind of thing. */
    boolean foundIn(String part) {
        return found.keySet().stream().anyMatch(place -> place.contains(part));
    }

    String extent() {
        return files + " files, " + records + " records, " + bytes / 1_000_000 + " MB read for "
                + words.values().stream().mapToInt(List::size).sum() + " forms of words";
    }

    private void readFile(String place, Path file) throws IOException {
        files++;
        byte[] window = new byte[CHUNK_BYTES + longest];
        int kept = 0;
        try (var in = Files.newInputStream(file)) {
            for (int read; (read = in.readNBytes(window, kept, CHUNK_BYTES)) > 0; ) {
                int filled = kept + read;
                look(place, Arrays.copyOf(window, filled));
                kept = Math.min(longest - 1, filled);
                System.arraycopy(window, filled - kept, window, 0, kept);
            }
        }
    }

    private void readSegment(String place, Path file) throws IOException {
        try (FileRecords segment = FileRecords.open(file.toFile(), false)) {
            for (Record record : segment.records()) {
                records++;
                look(place + " (records)", bytesOf(record.key()));
                byte[] value = bytesOf(record.value());
                look(place + " (records)", value);
                lookIntoCompressed(place + " (records, decompressed)", value);
                for (Header header : record.headers()) {
                    look(place + " (headers)", header.value() == null ? new byte[0] : header.value());
                }
            }
        }
    }

    /** Whatever in a record is compressed once more, as a block's body is. */
    private void lookIntoCompressed(String place, byte[] value) {
        for (int at = 0; at + ZSTD_MAGIC.length <= value.length; at++) {
            if (Arrays.equals(value, at, at + ZSTD_MAGIC.length, ZSTD_MAGIC, 0, ZSTD_MAGIC.length)) {
                try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(value, at, value.length - at))) {
                    look(place, in.setContinuous(true).readNBytes(LARGEST_DECOMPRESSED_BYTES));
                } catch (IOException e) {
                    // Four bytes that look like the beginning of a frame.
                    continue;
                }
            }
        }
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        if (buffer == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void look(String place, byte[] content) {
        bytes += content.length;
        ByteBuffer ints = ByteBuffer.wrap(content);
        for (int at = 0; at + PREFIX_BYTES <= content.length; at++) {
            List<byte[]> candidates = words.get(ints.getInt(at));
            if (candidates != null) {
                for (byte[] word : candidates) {
                    if (at + word.length <= content.length
                            && Arrays.equals(content, at, at + word.length, word, 0, word.length)) {
                        found.merge(place, 1, Integer::sum);
                    }
                }
            }
        }
    }
}
