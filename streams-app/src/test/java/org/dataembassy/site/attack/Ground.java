package org.dataembassy.site.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.merkle.CompactRange;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteCluster;

/**
 * The partition on which one attack is tried: what its registry truly sealed for it, and the topic into which somebody
 * puts something else.
 */
final class Ground {
    static final int BLOCKS = 6;

    private static final int SCHEMA_ID = 77;

    private final SiteCluster cluster;
    private final ActWriter writer;
    private final int partition;
    private final String act;
    private final List<BlockSealer.Sealed> blocks = new ArrayList<>();

    Ground(SiteCluster cluster, ActWriter writer, int partition) {
        this.cluster = cluster;
        this.writer = writer;
        this.partition = partition;
        this.act = writer.idIn(partition, 0);
        blocks.add(writer.seal(Acts.published(act, Acts.BEGIN, "text 0")));
        for (int i = 1; i < BLOCKS; i++) {
            blocks.add(writer.seal(Acts.amended(act, Acts.BEGIN.plusSeconds(i), "A", "text " + i)));
        }
    }

    int partition() {
        return partition;
    }

    String act() {
        return act;
    }

    BlockSealer.Sealed sealed(int index) {
        return blocks.get(index);
    }

    SealedBlock block(int index) {
        return blocks.get(index).block();
    }

    /** Root of the ledger with all true blocks, in hexadecimal. */
    String lastRoot() {
        return rootAfter(BLOCKS - 1);
    }

    String rootAfter(int index) {
        return blocks.get(index).after().root().hex();
    }

    /** Every root that a true head of this ledger ever has. */
    Set<String> trueRoots() {
        Set<String> roots = new TreeSet<>();
        roots.add(CompactRange.EMPTY.root().hex());
        blocks.forEach(block -> roots.add(block.after().root().hex()));
        return roots;
    }

    /** Another block for the place {@code index}, truly signed: what a thief of the signing key makes. */
    BlockSealer.Sealed forked(int index) {
        writer.from(partition, blocks.get(index - 1).after());
        BlockSealer.Sealed other =
                writer.seal(Acts.amended(act, Acts.BEGIN.plusSeconds(index), "A", "another text " + index));
        writer.from(partition, blocks.get(BLOCKS - 1).after());
        return other;
    }

    /** Puts true blocks on the mirrored topic, in this order. */
    void mirror(int... indexes) {
        for (int index : indexes) {
            cluster.mirror(blocks.get(index));
        }
    }

    void mirrorFrom(int first) {
        for (int i = first; i < BLOCKS; i++) {
            mirror(i);
        }
    }

    void courier(int... indexes) {
        for (int index : indexes) {
            cluster.bring(blocks.get(index));
        }
    }

    void put(SealedBlock block) {
        put(block.encode(SCHEMA_ID));
    }

    void put(byte[] value) {
        cluster.put(SiteCluster.mirrored(), partition, value);
    }

    /** Any three parts, also such as no block can have. */
    void put(byte[] header, byte[] signature, byte[] body) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(SCHEMA_ID).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            encoder.writeBytes(header);
            encoder.writeBytes(signature);
            encoder.writeBytes(body);
            encoder.flush();
            put(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] value(int index) {
        return block(index).encode(SCHEMA_ID);
    }
}
