package org.dataembassy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** What is checked before anything is started or written. Each check names what it found and what it wanted. */
final class Preflight {

    /** Two brokers, the Schema Registry, two MirrorMakers, the site service and the supervisor, with some room. */
    static final long REQUIRED_MEMORY_BYTES = 2_800L * 1024 * 1024;

    /** Empty logs and a few thousand events need a tenth of this; the rest is room to work. */
    static final long REQUIRED_DISK_BYTES = 1_000L * 1024 * 1024;

    /** Kafka and RocksDB put some 200 characters below the folder; Linux takes 4096, some tools much less. */
    static final int MAX_PATH_LENGTH = 1_024;

    /** A comma separates Kafka's data folders, a colon the entries of a class path. */
    private static final Pattern AWKWARD = Pattern.compile("[,:\"'\\p{Cntrl}]");

    private final Machine machine;

    Preflight(Machine machine) {
        this.machine = machine;
    }

    void check(LocalCountryLayout layout, CountryPorts ports) {
        checkFolder(layout.folder());
        checkDisk(layout.folder());
        checkMemory();
        checkPorts(ports);
    }

    private static void checkFolder(Path folder) {
        String path = folder.toString();
        if (path.length() > MAX_PATH_LENGTH) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE,
                    "the folder's path has " + path.length() + " characters, at most " + MAX_PATH_LENGTH
                            + " are usable: " + path);
        }
        if (AWKWARD.matcher(path).find()) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE,
                    "the folder's path has a comma, colon, quote or control character in it: " + path);
        }
        Path existing = existing(folder);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "not a folder that can be written to: " + existing);
        }
    }

    private void checkDisk(Path folder) {
        try {
            long free = machine.freeDiskBytes(existing(folder));
            if (free < REQUIRED_DISK_BYTES) {
                throw new EmbassyException(
                        Problem.DISK_SHORT,
                        megabytes(free) + " are free on the disk of " + folder + ", a local country needs "
                                + megabytes(REQUIRED_DISK_BYTES));
            }
        } catch (IOException e) {
            throw new EmbassyException(Problem.FOLDER_UNUSABLE, "the disk of " + folder + " can't be looked at", e);
        }
    }

    private void checkMemory() {
        try {
            long available = machine.availableMemoryBytes();
            if (available < REQUIRED_MEMORY_BYTES) {
                throw new EmbassyException(
                        Problem.MEMORY_SHORT,
                        megabytes(available) + " of memory are available, a local country needs "
                                + megabytes(REQUIRED_MEMORY_BYTES));
            }
        } catch (IOException e) {
            throw new EmbassyException(Problem.MEMORY_SHORT, "the machine's available memory can't be read", e);
        }
    }

    private void checkPorts(CountryPorts ports) {
        for (Map.Entry<String, Integer> port : ports.byPurpose().entrySet()) {
            if (!machine.isPortFree(port.getValue())) {
                throw new EmbassyException(
                        Problem.PORT_TAKEN,
                        "port " + port.getValue() + " of 127.0.0.1, for " + port.getKey()
                                + ", is taken by another program");
            }
        }
    }

    private static Path existing(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static String megabytes(long bytes) {
        return bytes / (1024 * 1024) + " MB";
    }
}
