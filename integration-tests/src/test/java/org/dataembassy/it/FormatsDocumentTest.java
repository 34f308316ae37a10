package org.dataembassy.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies and opens the golden blocks, trust roots and statements after docs/formats.md and nothing else: with the JDK, a
 * JSON parser, zstd, and Bouncy Castle for what the JDK lacks (X-Wing, ML-DSA), without a class of ours. If this test and the page disagree, one of them is wrong.
 */
final class FormatsDocumentTest {
    private static final String GOLDEN = "/golden/";

    @ParameterizedTest
    @ValueSource(strings = {"v1-public-ed25519", "v1-encrypted-ed25519", "v1-encrypted-composite"})
    void a_golden_block_verifies_and_opens_by_the_page_alone(String name) throws Exception {
        Properties facts = new Properties();
        try (InputStream in = resource("block/" + name + ".properties")) {
            facts.load(in);
        }

        Reader opened = new Reader(
                bytes("block/" + name + ".bin"),
                facts.getProperty("suite"),
                hex(facts.getProperty("verifyingKey")),
                hex(facts.getProperty("recipientSecret")));

        assertThat(opened.leaf).isEqualTo(hex(facts.getProperty("leaf")));
        assertThat(opened.events).hasSize(opened.eventCount);
        assertThat(opened.events.stream().map(HexFormat.of()::formatHex))
                .containsExactly(facts.getProperty("events").split(","));
    }

    @Test
    void a_flipped_bit_anywhere_in_a_golden_block_is_noticed() throws Exception {
        String name = "v1-public-ed25519";
        Properties facts = new Properties();
        try (InputStream in = resource("block/" + name + ".properties")) {
            facts.load(in);
        }
        byte[] value = bytes("block/" + name + ".bin");

        // Bytes 1 to 4 are the Schema Registry's id, which nobody believes.
        for (int at = 5; at < value.length; at += 7) {
            byte[] changed = value.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> new Reader(
                            changed,
                            facts.getProperty("suite"),
                            hex(facts.getProperty("verifyingKey")),
                            hex(facts.getProperty("recipientSecret"))))
                    .as("byte %d", at)
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void the_golden_trust_roots_are_signed_by_their_thresholds_and_follow_each_other() throws Exception {
        Envelope genesis = Envelope.read(bytes("trust/v1-genesis-ed25519.dsse.json"));
        Envelope successor = Envelope.read(bytes("trust/v1-successor-ed25519.dsse.json"));

        for (Envelope root : List.of(genesis, successor)) {
            assertThat(root.type).isEqualTo("application/vnd.data-embassy.trust-root+json");
            assertThat(root.signersAmong(root.json.get("officials"), "verifyingKey"))
                    .isGreaterThanOrEqualTo(root.json.get("threshold").asInt());
        }
        assertThat(genesis.json.get("previous").isNull()).isTrue();
        assertThat(successor.json.get("previous").asText()).isEqualTo(genesis.digest());
        assertThat(successor.signersAmong(genesis.json.get("officials"), "verifyingKey"))
                .isGreaterThanOrEqualTo(genesis.json.get("threshold").asInt());
    }

    @Test
    void a_golden_checkpoint_is_signed_by_a_site_that_its_golden_trust_root_names() throws Exception {
        Envelope genesis = Envelope.read(bytes("trust/v1-genesis-composite.dsse.json"));
        Envelope checkpoint = Envelope.read(bytes("control/v1-checkpoint-composite.dsse.json"));

        assertThat(checkpoint.type).isEqualTo("application/vnd.data-embassy.statement+json");
        assertThat(checkpoint.json.get("kind").asText()).isEqualTo("checkpoint");
        assertThat(checkpoint.json.get("domain").asText()).isEqualTo(genesis.digest());
        assertThat(checkpoint.json.get("number").asLong()).isZero();
        assertThat(checkpoint.json.get("author").asText())
                .isEqualTo(checkpoint.keyIds().get(0));
        assertThat(checkpoint.signersAmong(genesis.json.get("sites"), "statementKey"))
                .isEqualTo(1);
        assertThat(genesis.signersAmong(genesis.json.get("officials"), "verifyingKey"))
                .isGreaterThanOrEqualTo(2);
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return in.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        InputStream in = FormatsDocumentTest.class.getResourceAsStream(GOLDEN + name);
        assertThat(in).as("golden file %s on the class path", name).isNotNull();
        return in;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** The verifier; section numbers are those of the page. */
    private static final class Reader {
        final byte[] leaf;
        final int eventCount;
        final List<byte[]> events = new ArrayList<>();

        Reader(byte[] value, String suite, byte[] verifyingKey, byte[] recipientSeed) throws Exception {
            // Section 2: the record's value.
            require(value[0] == 0, "the Confluent wire format");
            Avro block = new Avro(value, 5);
            byte[] header = block.bytes();
            byte[] signature = block.bytes();
            byte[] body = block.bytes();
            block.end();
            verify(suite, verifyingKey, concat(prefix("data-embassy/block/v1"), header), signature);
            leaf = sha256(new byte[1], header);

            // Section 2: the header, field by field.
            Avro in = new Avro(header, 0);
            require(in.number() == 1, "format 1");
            byte[] domain = in.fixed(32);
            byte[] registry = in.bytes();
            int partition = (int) in.number();
            in.number(); // epoch
            byte[] epochId = in.fixed(32);
            String site = new String(in.bytes(), US_ASCII);
            require(site.equals("home") || site.equals("embassy"), "a site");
            long blockIndex = in.number();
            int hashes = (int) in.number();
            require(hashes == Long.bitCount(blockIndex), "a frontier of blockIndex leaves");
            in.fixed(32 * hashes);
            in.arrayEnd(hashes);
            in.number(); // firstSequence
            eventCount = (int) in.number();
            in.number(); // firstRecordedAt
            in.number(); // lastRecordedAt
            in.number(); // sealedAt
            int places = (int) in.number();
            for (int i = 0; i < places; i++) {
                in.number(); // partition
                in.number(); // blockIndex
            }
            in.arrayEnd(places);
            int sources = (int) in.number();
            for (int i = 0; i < sources; i++) {
                in.bytes(); // id
                in.number(); // position
            }
            in.arrayEnd(sources);
            byte[] eventsRoot = in.fixed(32);
            byte[] bodyDigest = in.fixed(32);
            long compression = in.number();
            boolean encrypted = in.number() == 1;
            byte[] dataKeyId = in.number() == 1 ? in.fixed(32) : new byte[0];
            byte[] nonce = in.bytes();
            require(nonce.length == (encrypted ? 12 : 0), "a nonce exactly under encryption");
            byte[] signingKeyId = in.fixed(32);
            byte[] keyId = sha256(prefix("data-embassy/signing-key/v1"), prefix(suite), verifyingKey);
            require(Arrays.equals(signingKeyId, keyId), "the id of the signing key");
            byte[] dataKey = in.number() == 1 ? unwrap(in, recipientSeed, domain, registry, epochId) : new byte[0];
            in.end();
            require(Arrays.equals(bodyDigest, sha256(body)), "the body that was signed");

            // Section 3: the body as stored.
            byte[] frame = body;
            if (encrypted) {
                byte[] computedId = sha256(prefix("data-embassy/data-key/v1"), dataKey);
                require(Arrays.equals(dataKeyId, computedId), "the data key that the header names");
                byte[] associated = concat(
                        prefix("data-embassy/body/v1"),
                        domain,
                        framed(registry),
                        ByteBuffer.allocate(12)
                                .putInt(partition)
                                .putLong(blockIndex)
                                .array(),
                        dataKeyId);
                Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
                gcm.init(Cipher.DECRYPT_MODE, new SecretKeySpec(dataKey, "AES"), new GCMParameterSpec(128, nonce));
                gcm.updateAAD(associated);
                frame = gcm.doFinal(body);
            }
            int compressedLength = ByteBuffer.wrap(frame).getInt();
            int plainLength = ByteBuffer.wrap(frame).getInt(4);
            int length = 8 + compressedLength;
            require(frame.length == (encrypted ? padme(length) : length), "the frame and its padding");
            byte[] padding = Arrays.copyOfRange(frame, length, frame.length);
            require(Arrays.equals(padding, new byte[padding.length]), "padding of zeros");
            byte[] plain = Arrays.copyOfRange(frame, 8, length);
            if (compression == 1) {
                byte[] decompressed = new byte[plainLength];
                require(Zstd.decompress(decompressed, plain) == plainLength, "the plain length");
                plain = decompressed;
            }

            // Section 3: the plain body.
            Avro content = new Avro(plain, 0);
            byte[] secret = content.fixed(32);
            int schemas = (int) content.number();
            Map<Integer, byte[]> fingerprints = new HashMap<>();
            for (int i = 0; i < schemas; i++) {
                int id = (int) content.number();
                byte[] fingerprint = content.fixed(32);
                fingerprints.put(id, fingerprint);
                if (content.number() == 1) {
                    require(Arrays.equals(fingerprint, sha256(content.bytes())), "the fingerprint of a text");
                }
            }
            content.arrayEnd(schemas);
            int count = (int) content.number();
            require(count == eventCount, "eventCount events");
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] event = content.bytes();
                byte[] fingerprint = fingerprints.get(ByteBuffer.wrap(event).getInt(1));
                require(event[0] == 0 && fingerprint != null, "an event with its schema");
                events.add(event);
                leaves.add(sha256(new byte[1], salt(secret, i), fingerprint, event));
            }
            content.arrayEnd(count);
            content.end();
            require(Arrays.equals(eventsRoot, root(leaves)), "the events that the header commits to");
        }

        /** Section 1: HPKE in base mode with X-Wing; the grant has one wrap for each recipient. */
        private static byte[] unwrap(Avro in, byte[] seed, byte[] domain, byte[] registry, byte[] epochId)
                throws InvalidCipherTextException, GeneralSecurityException {
            HPKE hpke = new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
            var pair = hpke.deserializePrivateKey(seed, null);
            byte[] recipient =
                    sha256(prefix("data-embassy/recipient-key/v1"), hpke.serializePublicKey(pair.getPublic()));
            byte[] dataKey = new byte[0];
            in.fixed(32); // dataKeyId, the header's
            int wraps = (int) in.number();
            for (int i = 0; i < wraps; i++) {
                byte[] recipientKeyId = in.fixed(32);
                byte[] encapsulation = in.bytes();
                byte[] ciphertext = in.bytes();
                if (Arrays.equals(recipientKeyId, recipient)) {
                    byte[] info = concat(
                            framed("data-embassy/key-grant/v1".getBytes(US_ASCII)),
                            framed(domain),
                            framed(registry),
                            framed(epochId),
                            framed(recipientKeyId));
                    dataKey = hpke.open(encapsulation, pair, info, new byte[0], ciphertext, null, null, null);
                }
            }
            in.arrayEnd(wraps);
            return dataKey;
        }

        private static byte[] salt(byte[] secret, int index) throws GeneralSecurityException {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"));
            return aes.doFinal(ByteBuffer.allocate(16).putInt(12, index).array());
        }

        private static int padme(int length) {
            int e = 31 - Integer.numberOfLeadingZeros(length);
            int s = 32 - Integer.numberOfLeadingZeros(e);
            int step = 1 << (e - s);
            return (length + step - 1) / step * step;
        }

        /** Section 4: RFC 6962, section 2.1, as the RFC defines it. */
        private static byte[] root(List<byte[]> leaves) throws GeneralSecurityException {
            if (leaves.size() == 1) {
                return leaves.get(0);
            }
            int split = Integer.highestOneBit(leaves.size() - 1);
            return sha256(new byte[] {1}, root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
        }
    }

    /** Section 6: DSSE. */
    static final class Envelope {
        final String type;
        final byte[] payload;
        final JsonNode json;
        private final JsonNode signatures;

        private Envelope(JsonNode envelope) throws IOException {
            type = envelope.get("payloadType").asText();
            payload = envelope.get("payload").binaryValue();
            json = new ObjectMapper().readTree(payload);
            signatures = envelope.get("signatures");
        }

        static Envelope read(byte[] json) throws IOException {
            return new Envelope(new ObjectMapper().readTree(json));
        }

        String digest() throws GeneralSecurityException {
            return HexFormat.of().formatHex(sha256(payload));
        }

        List<String> keyIds() {
            return signatures.findValuesAsText("keyid");
        }

        /** How many of these keys have signed; each counts once. */
        int signersAmong(JsonNode entries, String field) throws Exception {
            byte[] pae = concat(
                    ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ").getBytes(US_ASCII), payload);
            int signers = 0;
            for (JsonNode entry : entries) {
                String suite = entry.get(field).get("suite").asText();
                byte[] key = entry.get(field).get("publicKey").binaryValue();
                String keyId =
                        HexFormat.of().formatHex(sha256(prefix("data-embassy/signing-key/v1"), prefix(suite), key));
                int at = keyIds().indexOf(keyId);
                if (at >= 0) {
                    verify(suite, key, pae, signatures.get(at).get("sig").binaryValue());
                    signers++;
                }
            }
            return signers;
        }
    }

    /** Section 1: both suites, as X.509 keys of the JDK's and of Bouncy Castle's provider. */
    static void verify(String suite, byte[] key, byte[] message, byte[] signature) throws Exception {
        boolean composite = suite.equals("mldsa65-ed25519-sha512");
        if (composite && Security.getProvider("BC") == null) {
            Security.addProvider(new BouncyCastleProvider());
        }
        String algorithm = composite ? "MLDSA65-Ed25519-SHA512" : "Ed25519";
        String provider = composite ? "BC" : "SunEC";
        String oid = composite ? "1.3.6.1.5.5.7.6.48" : "1.3.101.112";
        byte[] spki =
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid)), key).getEncoded();
        Signature verifier = Signature.getInstance(algorithm, provider);
        verifier.initVerify(KeyFactory.getInstance(algorithm, provider).generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(message);
        require(verifier.verify(signature), "a signature that verifies");
    }

    /** Section 2, "Avro, strictly". */
    static final class Avro {
        private final byte[] in;
        private int at;

        Avro(byte[] in, int at) {
            this.in = in;
            this.at = at;
        }

        long number() {
            long encoded = 0;
            int shift = 0;
            int start = at;
            while (in[at] < 0) {
                encoded |= (long) (in[at++] & 0x7f) << shift;
                shift += 7;
            }
            require(in[at] != 0 || at == start, "the shortest spelling of a number");
            encoded |= (long) in[at++] << shift;
            return (encoded >>> 1) ^ -(encoded & 1);
        }

        byte[] bytes() {
            return fixed(Math.toIntExact(number()));
        }

        byte[] fixed(int length) {
            require(length >= 0 && length <= in.length - at, "a length within the bytes");
            at += length;
            return Arrays.copyOfRange(in, at - length, at);
        }

        void arrayEnd(int count) {
            require(count == 0 || (count > 0 && number() == 0), "the end of an array");
        }

        void end() {
            require(at == in.length, "nothing left over");
        }
    }

    static byte[] prefix(String label) {
        return (label + "\0").getBytes(UTF_8);
    }

    private static byte[] framed(byte[] bytes) {
        return concat(ByteBuffer.allocate(4).putInt(bytes.length).array(), bytes);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(concat(parts));
    }

    static void require(boolean holds, String expected) {
        if (!holds) {
            throw new IllegalStateException("expected " + expected);
        }
    }
}
