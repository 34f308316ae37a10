package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of this machine, told from a later one that got the same number (proc(5), {@code /proc/[pid]/stat}).
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine did
 */
record ProcessIdentity(long pid, long startTicks) {

    private static final Pattern FORM = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final Path PROC = Path.of("/proc");
    private static final int STATE_FIELD = 0;
    private static final int START_FIELD = 19;

    /** The process that has this number now, unless it has ended. */
    static Optional<ProcessIdentity> of(long pid) {
        return stat(pid)
                .filter(fields -> !hasEnded(fields))
                .map(fields -> new ProcessIdentity(pid, Long.parseLong(fields[START_FIELD])));
    }

    /** Reads what {@link #write} wrote. */
    static Optional<ProcessIdentity> read(Path file) {
        try {
            Matcher form = FORM.matcher(Files.readString(file));
            return form.matches()
                    ? Optional.of(new ProcessIdentity(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(Path file) {
        try {
            Files.writeString(file, pid + " " + startTicks + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks the process to end. */
    void terminate() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends the process at once. */
    void kill() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits for the end, also of a process that is not our child. */
    boolean awaitEnd(long timeoutMillis) {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Pause.millis(20);
        }
        return true;
    }

    private Optional<ProcessHandle> handle() {
        return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
    }

    /** A zombie waits for its parent to notice; where nobody does, it stays for ever and is still dead. */
    private static boolean hasEnded(String[] fields) {
        return fields[STATE_FIELD].equals("Z") || fields[STATE_FIELD].equals("X");
    }

    private static Optional<String[]> stat(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String line = new String(bytes, StandardCharsets.ISO_8859_1);
            // The name of the program, in parentheses, may itself have spaces and parentheses.
            return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
