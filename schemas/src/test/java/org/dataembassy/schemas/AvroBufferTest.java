package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class AvroBufferTest {

    @Test
    void it_writes_what_avros_own_encoder_writes() throws IOException {
        long seed = 4711;
        for (int round = 0; round < 300; round++) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            BinaryEncoder avros = EncoderFactory.get().directBinaryEncoder(expected, null);
            AvroBuffer ours = AvroBinary.buffer();

            write(avros, new Random(seed + round));
            avros.flush();
            write(ours, new Random(seed + round));

            assertThat(ours.toBytes()).as("seed %s", seed + round).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void a_large_record_leaves_nothing_in_the_next_one() throws IOException {
        AvroBuffer buffer = new AvroBuffer();
        buffer.writeFixed(new byte[1_000_000], 0, 1_000_000);
        assertThat(buffer.toBytes()).hasSize(1_000_000);

        buffer.clear().writeBoolean(true);

        assertThat(buffer.toBytes()).containsExactly(1);
    }

    private static void write(Encoder out, Random random) throws IOException {
        for (int i = 0; i < 50; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            switch (random.nextInt(9)) {
                case 0 -> out.writeBoolean(random.nextBoolean());
                case 1 -> out.writeInt((int) number);
                case 2 -> out.writeLong(number);
                case 3 -> out.writeFloat(random.nextFloat());
                case 4 -> out.writeDouble(random.nextDouble());
                case 5 -> out.writeString((random.nextBoolean() ? "xyz" : "xä€😀x").repeat(random.nextInt(50)));
                case 6 -> out.writeBytes(ByteBuffer.wrap(new byte[random.nextInt(3_000)]));
                case 7 -> out.writeEnum(random.nextInt(200));
                default -> {
                    out.writeArrayStart();
                    out.setItemCount(2);
                    out.startItem();
                    out.writeIndex(1);
                    out.startItem();
                    out.writeFixed(new byte[] {1, 2, 3});
                    out.writeArrayEnd();
                }
            }
        }
    }
}
