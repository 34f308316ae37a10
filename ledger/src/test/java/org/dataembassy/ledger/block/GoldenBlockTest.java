package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.testkit.HeaderForge;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old bytes still read, and the encoding of a header is exactly what it was. */
class GoldenBlockTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"v1-public-ed25519", "v1-encrypted-ed25519", "v1-encrypted-composite"})
    void anOldBlockStillVerifiesAndOpens(String name) throws Exception {
        GoldenBlock golden = GoldenBlock.read(name);

        SealedBlock block = SealedBlock.decode(golden.value());
        BlockHeader header = BlockHeader.decode(block.header());
        BlockSignature.verify(golden.verifyingKey(), block);
        Optional<DataKey> dataKey = header.keyGrant().isEmpty()
                ? Optional.empty()
                : header.keyGrant()
                        .get()
                        .unwrap(
                                golden.recipient(),
                                header.domain(),
                                header.ledger().registry(),
                                header.epochId());
        OpenedBlock opened = BlockOpener.openAccepted(block, golden.leaf(), id -> dataKey);

        assertThat(opened.events()).hasSameSizeAs(golden.events());
        for (int i = 0; i < golden.events().size(); i++) {
            assertThat(opened.events().get(i)).isEqualTo(golden.events().get(i));
        }
        assertThat(header.cipher() == BlockHeader.Cipher.NONE).isEqualTo(name.contains("public"));
        assertThat(opened.schemas()).containsExactly(TestEvents.schema());
        assertThat(header.encode()).isEqualTo(block.header());
        assertThat(block.encode(77)).isEqualTo(golden.value());
    }

    @Test
    void theEncodingOfAHeaderIsExactlyWhatItWas() throws Exception {
        assertThat(HexFormat.of().formatHex(SampleHeader.encrypted().encode())).isEqualTo(hex("v1-header-encrypted"));
        assertThat(HexFormat.of().formatHex(SampleHeader.firstAndPublic().encode()))
                .isEqualTo(hex("v1-header-first-and-public"));
    }

    @Test
    void anOldHeaderStillReads() throws Exception {
        assertThat(BlockHeader.decode(HexFormat.of().parseHex(hex("v1-header-encrypted"))))
                .isEqualTo(SampleHeader.encrypted());
        assertThat(BlockHeader.decode(HexFormat.of().parseHex(hex("v1-header-first-and-public"))))
                .isEqualTo(SampleHeader.firstAndPublic());
    }

    @Test
    void avrosOwnClassesReadAndWriteTheSameBytes() throws Exception {
        for (String name : new String[] {"v1-header-encrypted", "v1-header-first-and-public"}) {
            byte[] header = HexFormat.of().parseHex(hex(name));

            assertThat(HeaderForge.encode(HeaderForge.parse(header))).isEqualTo(header);
        }
        assertThat(HeaderForge.parse(SampleHeader.encrypted().encode()).getFirstRecordedAt())
                .isEqualTo(SampleHeader.encrypted().firstRecordedAt());
    }

    @Test
    void avrosOwnClassesReadTheBlockAndItsBody() throws Exception {
        GoldenBlock golden = GoldenBlock.read("v1-public-ed25519");
        SealedBlock block = SealedBlock.decode(golden.value());
        PlainBody body = StoredBody.decodePublic(block.body(), BlockHeader.Compression.ZSTD);

        org.dataembassy.wire.SealedBlock wireBlock =
                HeaderForge.read(org.dataembassy.wire.SealedBlock.getClassSchema(), golden.value(), 5);
        org.dataembassy.wire.BlockBody wireBody = HeaderForge.read(
                org.dataembassy.wire.BlockBody.getClassSchema(), body.encode().toBytes(), 0);

        assertThat(wireBlock.getHeader().array()).isEqualTo(block.header());
        assertThat(wireBlock.getSignature().array()).isEqualTo(block.signature());
        assertThat(wireBlock.getBody().array()).isEqualTo(block.body());
        assertThat(wireBody.getSecret().bytes()).isEqualTo(body.secret().revealSecret());
        assertThat(wireBody.getSchemas().get(0).getText())
                .isEqualTo(TestEvents.schema().text().orElseThrow());
        assertThat(wireBody.getEvents().stream().map(java.nio.ByteBuffer::array).toArray(byte[][]::new))
                .isDeepEqualTo(golden.events().toArray(byte[][]::new));
    }

    private static String hex(String name) throws IOException {
        return new String(GoldenBlock.resource(name + ".hex").readAllBytes(), StandardCharsets.US_ASCII).strip();
    }

    /** Makes the files of a new format: {@code -Dgolden.write=src/test/resources/golden/block}. */
    @Test
    @EnabledIfSystemProperty(named = "golden.write", matches = ".+")
    void writeNewFiles() throws Exception {
        Path folder = Path.of(System.getProperty("golden.write"));
        TestTrust ed25519 = TestTrust.create(1, TestTrust.legislation(4), TestTrust.encrypted("population", 4));
        TestTrust composite = TestTrust.create(1, SignatureSuite.MLDSA65_ED25519, TestTrust.encrypted("population", 4));
        write(folder, "v1-public-ed25519", ed25519, "legislation");
        write(folder, "v1-encrypted-ed25519", ed25519, "population");
        write(folder, "v1-encrypted-composite", composite, "population");
        for (Map.Entry<String, BlockHeader> header : Map.of(
                        "v1-header-encrypted", SampleHeader.encrypted(),
                        "v1-header-first-and-public", SampleHeader.firstAndPublic())
                .entrySet()) {
            Files.writeString(
                    folder.resolve(header.getKey() + ".hex"),
                    HexFormat.of().formatHex(header.getValue().encode()) + "\n",
                    StandardOpenOption.CREATE_NEW);
        }
    }

    private static void write(Path folder, String name, TestTrust trust, String registry) throws Exception {
        var events = TestEvents.some(new Random(3), 3, 100);
        BlockSealer.Sealed sealed =
                TestWriter.ofFirstEpoch(trust, registry, name.hashCode()).seal(2, events);
        VerifyingKey verifyingKey =
                trust.writer(registry, Site.HOME).blockKeys().get(0).verifyingKey();
        new GoldenBlock(TestWriter.value(sealed), verifyingKey, trust.embassy().recipient(), sealed.leaf(), events)
                .write(folder, name);
    }
}
