package org.dataembassy.restorer.target;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.report.WrittenFile;
import org.dataembassy.schemas.OwnClasses;
import org.dataembassy.schemas.StateDigest;

/**
 * Distrusts what was written: reads every file of the target again and compares it with the fold, before anybody else can
 * see it: every byte of every record. The state digest is derived from the file's own records, not from what was meant to
 * be written.
 */
public final class ReadBack<S extends SpecificRecord> {
    private final TargetFolder folder;
    private final RegistryFold<S> fold;

    public ReadBack(TargetFolder folder, RegistryFold<S> fold) {
        this.folder = folder;
        this.fold = fold;
    }

    /**
     * @return the state digest: of the records of {@code states.avro}, if that was written
     * @throws EmbassyException RESTORE_NOT_VERIFIED naming the file, TARGET_UNWRITABLE
     */
    public Digest requireEqual(List<WrittenFile> files) {
        Optional<Digest> digest = Optional.empty();
        try {
            for (WrittenFile file : files) {
                folder.checkInterrupted();
                requireBytes(file);
                switch (file.name()) {
                    case AvroStateWriter.NAME -> digest = Optional.of(requireStates(file));
                    case AvroPartWriter.NAME -> requireParts(file);
                    case JsonStateWriter.NAME -> requireLines(file);
                    default -> {}
                }
            }
            return digest.orElseGet(fold::stateDigest);
        } catch (IOException e) {
            throw TargetFailure.of(folder.target(), e);
        }
    }

    private void requireBytes(WrittenFile file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try (InputStream in = open(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                bytes += read;
            }
        }
        if (bytes != file.bytes() || !Digest.of(sha256.digest()).equals(file.sha256())) {
            throw differs(file, "its bytes are not those that were written");
        }
    }

    /**
     * Compares each record, as it lies in the file, with the canonical bytes of the state that it must be.
     *
     * @return the state digest of the file's records
     */
    private Digest requireStates(WrittenFile file) throws IOException {
        Schema schema = fold.model().stateSchema();
        StateDigest digest = new StateDigest(schema);
        Iterator<RegistryFold.Entity<S>> entities = fold.inOrder();
        try (DataFileStream<GenericRecord> states =
                new DataFileStream<>(open(file), new GenericDatumReader<>(schema, schema, OwnClasses.model()))) {
            if (!states.getSchema().equals(schema)) {
                throw differs(file, "its schema is not the registry's state schema");
            }
            while (states.hasNext()) {
                folder.checkInterrupted();
                ByteBuffer block = states.nextBlock();
                for (long i = states.getBlockCount(); i > 0; i--) {
                    if (!entities.hasNext()) {
                        throw differs(file, "it has more states than there are entities");
                    }
                    takeState(file, block, entities.next(), digest);
                }
                if (block.hasRemaining()) {
                    throw differs(file, "there is more in it than states");
                }
            }
        }
        if (entities.hasNext()) {
            throw differs(file, "it has fewer states than there are entities");
        }
        return Digest.of(digest.digest());
    }

    private void takeState(WrittenFile file, ByteBuffer block, RegistryFold.Entity<S> entity, StateDigest digest) {
        byte[] expected = entity.stateBytes();
        int from = block.arrayOffset() + block.position();
        if (expected.length > block.remaining()
                || !Arrays.equals(block.array(), from, from + expected.length, expected, 0, expected.length)) {
            throw differs(file, "a record in it is not the state of its entity");
        }
        digest.add(entity.entityId(), block.array(), from, expected.length);
        block.position(block.position() + expected.length);
    }

    private void requireParts(WrittenFile file) throws IOException {
        try (DataFileStream<GenericRecord> parts =
                new DataFileStream<>(open(file), new GenericDatumReader<>(AvroPartWriter.SCHEMA))) {
            Iterator<RegistryFold.Entity<S>> entities = fold.inOrder();
            while (entities.hasNext()) {
                RegistryFold.Entity<S> entity = entities.next();
                for (String name : entity.parts()) {
                    if (!parts.hasNext() || !isPart(parts.next(), entity, name)) {
                        throw differs(file, "a part is missing, changed or out of order");
                    }
                }
            }
            if (parts.hasNext()) {
                throw differs(file, "it has more parts than the states refer to");
            }
        }
    }

    private static boolean isPart(GenericRecord part, RegistryFold.Entity<?> entity, String name) {
        return entity.entityId().equals(part.get("entityId"))
                && name.equals(part.get("name"))
                && ByteBuffer.wrap(entity.reader().read(name)).equals(part.get("content"));
    }

    private void requireLines(WrittenFile file) throws IOException {
        Iterator<RegistryFold.Entity<S>> entities = fold.inOrder();
        try (InputStream in = new BufferedInputStream(open(file), 1 << 16)) {
            while (entities.hasNext()) {
                byte[] expected = JsonStateWriter.line(fold.model(), entities.next());
                if (!Arrays.equals(expected, readLine(in, expected.length))) {
                    throw differs(file, "a line is not the one that the state gives");
                }
            }
            if (in.read() >= 0) {
                throw differs(file, "it has more lines than there are entities");
            }
        }
    }

    private static byte[] readLine(InputStream in, int expectedBytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(expectedBytes);
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() <= expectedBytes; b = in.read()) {
            line.write(b);
        }
        return line.toByteArray();
    }

    private InputStream open(WrittenFile file) throws IOException {
        return folder.files().read(folder.folder().resolve(file.name()));
    }

    private EmbassyException differs(WrittenFile file, String how) {
        return new EmbassyException(
                Problem.RESTORE_NOT_VERIFIED,
                "The restore into " + folder.target() + " was read back and differs: " + file.name() + ", " + how
                        + ".");
    }
}
