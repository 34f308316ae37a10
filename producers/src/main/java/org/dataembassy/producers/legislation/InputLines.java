package org.dataembassy.producers.legislation;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Reads an input line by line, whatever its size: at most one line is in memory. Gzip (RFC 1952, also several members
 * one after the other) is recognised by its first two bytes. Lines end with LF or CR LF; the last may lack its end. Not
 * thread-safe.
 */
final class InputLines implements Closeable {
    /** Longest line, in bytes. An event of 4 MiB fits even if its JSON escapes a good part of its text. */
    static final int MAX_LINE_BYTES = 6 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final CountedInput counted;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private byte[] line = new byte[BUFFER_BYTES];
    private int lineLength;
    private long lineNumber;

    private InputLines(String name, CountedInput counted, InputStream in) {
        this.name = name;
        this.counted = counted;
        this.in = in;
    }

    /** @throws EmbassyException INPUT_UNREADABLE */
    @SuppressWarnings("MustBeClosedChecker")
    static InputLines open(ImportSource source) {
        CountedInput counted = new CountedInput(source.open());
        try {
            InputStream in = counted.startsWith(0x1F, 0x8B) ? new GZIPInputStream(counted, BUFFER_BYTES) : counted;
            return new InputLines(source.name(), counted, in);
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, source.name() + " can't be read", e);
        }
    }

    /** Bytes taken from the input as stored, for progress. */
    long bytesRead() {
        return counted.count();
    }

    /**
     * The next line.
     *
     * @return empty at the end
     * @throws LineFault if the line is too long; reading can't go on then
     * @throws EmbassyException INPUT_UNREADABLE if the input can't be read or is not whole
     */
    Optional<RawLine> next() throws LineFault {
        lineLength = 0;
        while (true) {
            if (position == limit && !refill()) {
                return lineLength == 0 ? Optional.empty() : Optional.of(take());
            }
            int end = indexOfLineFeed();
            append(end);
            if (end < limit) {
                position = end + 1;
                return Optional.of(take());
            }
            position = limit;
        }
    }

    private int indexOfLineFeed() {
        int at = position;
        while (at < limit && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private void append(int end) throws LineFault {
        int length = end - position;
        if (lineLength + length > MAX_LINE_BYTES) {
            throw new LineFault(
                    Problem.EVENT_TOO_LARGE,
                    "line " + (lineNumber + 1) + " is longer than " + MAX_LINE_BYTES + " bytes");
        }
        if (lineLength + length > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + length, 2 * line.length));
        }
        System.arraycopy(buffer, position, line, lineLength, length);
        lineLength += length;
    }

    private RawLine take() {
        boolean carriageReturn = lineLength > 0 && line[lineLength - 1] == '\r';
        return new RawLine(++lineNumber, Arrays.copyOf(line, carriageReturn ? lineLength - 1 : lineLength));
    }

    private boolean refill() {
        try {
            int read = in.read(buffer, 0, buffer.length);
            position = 0;
            limit = Math.max(0, read);
            return read > 0;
        } catch (ZipException e) {
            throw new EmbassyException(
                    Problem.INPUT_UNREADABLE, name + ": the gzip data is damaged after line " + lineNumber, e);
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.INPUT_UNREADABLE,
                    name + " can't be read beyond line " + lineNumber + ", it may be cut off",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, name + " can't be closed", e);
        }
    }

    /**
     * Counts bytes and tells honestly whether more are to come. GZIPInputStream takes {@code available() == 0} for the
     * end of the input and would silently leave out all further members of a slow pipe.
     */
    private static final class CountedInput extends InputStream {
        private final InputStream from;
        private final byte[] ahead = new byte[BUFFER_BYTES];
        private int at;
        private int end;
        private long count;

        CountedInput(InputStream from) {
            this.from = from;
        }

        long count() {
            return count;
        }

        boolean startsWith(int first, int second) throws IOException {
            while (end < 2) {
                int read = from.read(ahead, end, ahead.length - end);
                if (read < 0) {
                    return false;
                }
                end += read;
            }
            return (ahead[0] & 0xFF) == first && (ahead[1] & 0xFF) == second;
        }

        private boolean fill() throws IOException {
            if (at == end) {
                at = 0;
                end = Math.max(0, from.read(ahead, 0, ahead.length));
            }
            return at < end;
        }

        @Override
        public int available() throws IOException {
            return fill() ? end - at : 0;
        }

        @Override
        public int read() throws IOException {
            if (!fill()) {
                return -1;
            }
            count++;
            return ahead[at++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(length, end - at);
            System.arraycopy(ahead, at, target, offset, taken);
            at += taken;
            count += taken;
            return taken;
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
