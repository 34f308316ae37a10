package org.dataembassy.restorer.target;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.report.WrittenFile;

/** A file of the target while it is written: counts and digests what goes into it. Not thread-safe. */
final class MeasuredOutput extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TargetFiles files;
    private final Path file;
    private final OutputStream out;
    private final MessageDigest sha256 = Digest.newSha256();
    private long bytes;
    private boolean closed;

    MeasuredOutput(TargetFolder folder, String name) throws IOException {
        this.files = folder.files();
        this.file = folder.folder().resolve(name);
        this.out = new BufferedOutputStream(files.create(file), BUFFER_BYTES);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        out.write(b, off, len);
        sha256.update(b, off, len);
        bytes += len;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Also puts the content on the disk for good. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            out.close();
            files.force(file);
        }
    }

    /** After {@link #close}. */
    WrittenFile written(long records) {
        return new WrittenFile(file.getFileName().toString(), records, bytes, Digest.of(sha256.digest()));
    }
}
