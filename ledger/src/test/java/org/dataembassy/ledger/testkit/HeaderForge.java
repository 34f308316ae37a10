package org.dataembassy.ledger.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.wire.BlockHeader;
import org.dataembassy.wire.Sha256;

/** Changes headers as a thief of a signing key would: with Avro's own classes, which know none of our rules. */
public final class HeaderForge {
    private HeaderForge() {}

    /** The block with a changed header, signed again. */
    public static SealedBlock resigned(SealedBlock block, SigningKey signingKey, Consumer<BlockHeader> change) {
        return signed(change(block.header(), change), block.body(), signingKey);
    }

    /** The block with another body, the header naming that body's digest, signed again. */
    public static SealedBlock withBody(
            SealedBlock block, byte[] body, SigningKey signingKey, Consumer<BlockHeader> change) {
        byte[] header = change(block.header(), changed -> {
            changed.setBodyDigest(new Sha256(Digest.sha256(body).bytes()));
            change.accept(changed);
        });
        return signed(header, body, signingKey);
    }

    /** The block with a changed header under its old signature. */
    public static SealedBlock unsigned(SealedBlock block, Consumer<BlockHeader> change) {
        return new SealedBlock(change(block.header(), change), block.signature(), block.body());
    }

    /** Any header bytes, signed. */
    public static SealedBlock signed(byte[] header, byte[] body, SigningKey signingKey) {
        return new SealedBlock(header, signingKey.sign(BlockSignature.signedBytes(header)), body);
    }

    /** Header bytes through Avro's classes. */
    public static byte[] change(byte[] header, Consumer<BlockHeader> change) {
        BlockHeader changed = parse(header);
        change.accept(changed);
        return encode(changed);
    }

    public static BlockHeader parse(byte[] header) {
        return read(BlockHeader.getClassSchema(), header, 0);
    }

    /** Reads any wire record with Avro's own classes, from {@code offset} to the end. */
    public static <T> T read(Schema schema, byte[] bytes, int offset) {
        try {
            SpecificDatumReader<T> reader = new SpecificDatumReader<>(new WireClasses());
            reader.setSchema(schema);
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null);
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IllegalStateException("bytes are left over");
            }
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] encode(BlockHeader header) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new SpecificDatumWriter<>(BlockHeader.class).write(header, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Finds the classes of the wire schemas without Avro's list of trusted packages, which is one for the whole JVM. */
    private static final class WireClasses extends SpecificData {
        @Override
        public Class<?> getClass(Schema schema) {
            return switch (schema.getType()) {
                case RECORD, FIXED, ENUM -> {
                    try {
                        yield Class.forName(schema.getFullName());
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                }
                default -> super.getClass(schema);
            };
        }
    }
}
