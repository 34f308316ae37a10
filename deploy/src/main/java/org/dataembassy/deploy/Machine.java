package org.dataembassy.deploy;

import java.io.IOException;
import java.nio.file.Path;

/** What the machine has to offer. Tests put a smaller one in its place. */
interface Machine {

    /** Space on the disk that holds this folder. Unit: bytes. */
    long freeDiskBytes(Path folder) throws IOException;

    /** Memory that can be had without swapping. Unit: bytes. */
    long availableMemoryBytes() throws IOException;

    /** Whether nobody listens on this port of the loopback address. */
    boolean isPortFree(int port);
}
