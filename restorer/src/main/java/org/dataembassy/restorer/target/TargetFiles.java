package org.dataembassy.restorer.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** What a target needs of a file system, and nothing else, so that its faults can be tried out. */
public interface TargetFiles {

    /** Makes a folder for this user only (mode 0700). */
    void createFolder(Path folder) throws IOException;

    /** Makes a new file for this user only (mode 0600); refuses an existing one. */
    OutputStream create(Path file) throws IOException;

    InputStream read(Path file) throws IOException;

    /** Makes a file's content, or a folder's entries, outlast a loss of power. */
    void force(Path fileOrFolder) throws IOException;

    /** In one step; both lie in the same folder. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a folder and all that is in it; does nothing if there is none. */
    void deleteTree(Path folder) throws IOException;

    /** Bytes that this user can still write on the disk of {@code folder}. */
    long usableBytes(Path folder) throws IOException;
}
