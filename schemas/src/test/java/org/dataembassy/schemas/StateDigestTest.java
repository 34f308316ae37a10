package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class StateDigestTest {

    private static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");

    @Test
    void the_digest_is_that_of_the_format_built_by_hand() throws Exception {
        ByteArrayOutputStream format = new ByteArrayOutputStream();
        format.write(HexFormat.of().parseHex("00000001" + "61" + "02"));
        format.write(HexFormat.of().parseHex("00000002" + "c3a4" + "04"));
        format.write(MessageDigest.getInstance("SHA-256")
                .digest("{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}"
                        .getBytes(StandardCharsets.UTF_8)));

        StateDigest digest = new StateDigest(SCHEMA);
        digest.add("a", new byte[] {2});
        digest.add("ä", new byte[] {4});

        assertThat(digest.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(format.toByteArray()));
        assertThat(digest.count()).isEqualTo(2);
    }

    @Test
    void the_digest_of_fixed_states_never_changes() {
        StateDigest digest = new StateDigest(SCHEMA);
        digest.add("a", new byte[] {2});
        digest.add("b", new byte[] {4});

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("0224cada5abdcac87b84f8e024aa7f411472d648fa6d82dd0ec576912db7e476");
        assertThat(HexFormat.of().formatHex(new StateDigest(SCHEMA).digest()))
                .isEqualTo("9151205efaf4c99cad0644db86e8ea58f24240622e9a9c07d8643f3e27de2466");
    }

    @Test
    void entities_out_of_order_or_twice_are_refused() {
        StateDigest digest = new StateDigest(SCHEMA);
        digest.add("b", new byte[] {2});

        assertThatThrownBy(() -> digest.add("a", new byte[] {2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> digest.add("b", new byte[] {2})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_order_is_that_of_unsigned_utf_8_bytes_and_not_of_utf_16() {
        String beyondBmp = "\uD83D\uDE00"; // F0 9F 98 80
        String privateUse = "\uE000"; // EE 80 80
        StateDigest digest = new StateDigest(SCHEMA);

        digest.add("z", new byte[] {2});
        digest.add(privateUse, new byte[] {2});
        digest.add(beyondBmp, new byte[] {2});

        assertThat(digest.count()).isEqualTo(3);
        assertThat(privateUse.compareTo(beyondBmp)).isPositive();
        assertThat(StateDigest.ENTITY_ORDER.compare(privateUse, beyondBmp)).isNegative();
    }

    @Test
    void any_shuffled_ids_sorted_by_the_published_order_are_taken() {
        Random random = new Random(11);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(random.ints(1 + random.nextInt(6), 1, 0xD7FF)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString()
                    + i);
        }
        Collections.shuffle(ids, random);
        ids.sort(StateDigest.ENTITY_ORDER);

        StateDigest digest = new StateDigest(SCHEMA);
        ids.forEach(id -> digest.add(id, new byte[] {2}));

        assertThat(digest.count()).isEqualTo(1_000);
    }

    @Test
    void nothing_is_added_once_the_digest_has_been_taken_and_it_stays() {
        StateDigest digest = new StateDigest(SCHEMA);
        byte[] first = digest.digest();

        assertThatThrownBy(() -> digest.add("a", new byte[] {2})).isInstanceOf(IllegalStateException.class);
        assertThat(digest.digest()).isEqualTo(first);
    }

    @Test
    void another_state_schema_makes_another_digest_of_the_same_bytes() {
        Schema other = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"b\",\"type\":\"int\"}]}");

        assertThat(new StateDigest(other).digest()).isNotEqualTo(new StateDigest(SCHEMA).digest());
    }

    @Test
    void the_order_of_ids_and_of_their_prefixes_is_that_of_their_utf_8_bytes() {
        long seed = 2026;
        Random random = new Random(seed);
        int[] points = {
            '0', '9', 'a', 0x7F, 0x80, 0xE4, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF
        };
        for (int round = 0; round < 20_000; round++) {
            String one = random(random, points);
            String other = random.nextInt(4) == 0 ? one + random(random, points) : random(random, points);
            int expected = Integer.signum(Arrays.compareUnsigned(
                    one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));

            assertThat(Integer.signum(StateDigest.ENTITY_ORDER.compare(one, other)))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(expected);
            int byPrefix = Integer.signum(Long.compareUnsigned(StateDigest.prefix(one), StateDigest.prefix(other)));
            assertThat(byPrefix == 0 || byPrefix == expected)
                    .as("seed %s, round %s", seed, round)
                    .isTrue();
        }
    }

    private static String random(Random random, int[] points) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
