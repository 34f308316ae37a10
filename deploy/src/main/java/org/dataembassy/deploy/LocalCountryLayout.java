package org.dataembassy.deploy;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where everything of a local country lies. All of it is under one folder, readable by its owner only.
 *
 * @param folder the country's folder, absolute
 */
public record LocalCountryLayout(Path folder) {

    /** Makes the folder's path absolute and free of symbolic links: a country is recognised by it. */
    public LocalCountryLayout {
        folder = real(folder.toAbsolutePath().normalize());
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            // Not there yet: then its parent may be.
            Path parent = folder.getParent();
            return parent == null ? folder : real(parent).resolve(folder.getFileName());
        }
    }

    /**
     * The newest log file of a part; older ones lie beside it.
     *
     * @param part the part
     * @return the file, whether or not it exists
     */
    public Path logFile(Part part) {
        return logs().resolve(part.label() + ".log");
    }

    /**
     * What a part wrote to standard output and standard error: little, unless it died.
     *
     * @param part the part
     * @return the file, whether or not it exists
     */
    public Path outputFile(Part part) {
        return logs().resolve(part.label() + ".out");
    }

    /**
     * The log of what the supervisor did.
     *
     * @return the file, whether or not it exists
     */
    public Path supervisorLogFile() {
        return logs().resolve("supervisor.log");
    }

    /**
     * Where a part keeps its data.
     *
     * @param part the part
     * @return the folder, whether or not it exists
     */
    public Path dataFolder(Part part) {
        return folder.resolve("data").resolve(part.label());
    }

    /**
     * The configuration of a part.
     *
     * @param part the part
     * @param extension of the file's name, with its dot
     * @return the file, whether or not it exists
     */
    public Path configFile(Part part, String extension) {
        return config().resolve(part.label() + extension);
    }

    /**
     * Configuration files that are written at every start.
     *
     * @return the folder, whether or not it exists
     */
    public Path config() {
        return folder.resolve("config");
    }

    /**
     * All log files.
     *
     * @return the folder, whether or not it exists
     */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Which processes run. */
    Path run() {
        return folder.resolve("run");
    }

    Path processFile(Part part) {
        return run().resolve(part.label() + ".pid");
    }

    Path supervisorProcessFile() {
        return run().resolve("supervisor.pid");
    }

    /** Exists while a part is to stay stopped. */
    Path stoppedMarker(Part part) {
        return run().resolve(part.label() + ".stopped");
    }

    /** What the country consists of; its existence makes a folder a local country. */
    Path recordFile() {
        return folder.resolve("country.json");
    }

    Path lockFile() {
        return folder.resolve("lock");
    }
}
