package org.dataembassy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataembassy.kafka.runtime.FreePorts;

/** This machine, as Linux describes it (proc(5)). */
final class LinuxMachine implements Machine {

    @Override
    public long freeDiskBytes(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public long availableMemoryBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            String[] fields = line.trim().split("\\s+", -1);
            if (fields[0].equals("MemAvailable:")) {
                return Long.parseLong(fields[1]) * 1024;
            }
        }
        throw new IOException("/proc/meminfo has no line MemAvailable");
    }

    @Override
    public boolean isPortFree(int port) {
        return FreePorts.isFree(port);
    }
}
