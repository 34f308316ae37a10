package org.dataembassy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.it.FormatsDocumentTest.concat;
import static org.dataembassy.it.FormatsDocumentTest.prefix;
import static org.dataembassy.it.FormatsDocumentTest.require;
import static org.dataembassy.it.FormatsDocumentTest.sha256;
import static org.dataembassy.it.FormatsDocumentTest.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.dataembassy.it.FormatsDocumentTest.Avro;
import org.dataembassy.it.FormatsDocumentTest.Envelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the golden proofs after docs/formats.md, section 11, and nothing else: without a class of ours. */
final class ProofDocumentTest {
    @ParameterizedTest
    @ValueSource(strings = {"public-ed25519", "encrypted-ed25519", "public-composite", "encrypted-composite"})
    void a_golden_proof_verifies_by_the_page_alone(String name) throws Exception {
        Proof proof = new Proof(golden(name), genesis(name));

        assertThat(proof.registry).isEqualTo(name.startsWith("public") ? "legislation" : "people");
        assertThat(proof.blockIndex).isEqualTo(3);
        assertThat(proof.sequence).isEqualTo(11);
        assertThat(proof.blocks).isEqualTo(6);
        assertThat(proof.cosignedAt).isEqualTo(1_769_904_002L);
    }

    @Test
    void a_flipped_bit_in_what_it_holds_is_noticed() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String pointer : new String[] {
            "/event/bytes", "/event/salt", "/event/path", "/block/header", "/block/signature", "/checkpoint/path"
        }) {
            JsonNode proof = json.readTree(golden("public-ed25519"));
            byte[] changed = proof.at(pointer).binaryValue();
            changed[changed.length / 2] ^= 4;
            String field = pointer.substring(pointer.lastIndexOf('/') + 1);
            ((com.fasterxml.jackson.databind.node.ObjectNode) proof.at(pointer.substring(0, pointer.lastIndexOf('/'))))
                    .put(field, changed);

            assertThatThrownBy(() -> new Proof(json.writeValueAsBytes(proof), genesis("public-ed25519")))
                    .as(pointer)
                    .isInstanceOf(Exception.class);
        }
    }

    private static byte[] golden(String name) throws Exception {
        return FormatsDocumentTest.bytes("proof/v1-" + name + ".proof.json");
    }

    private static byte[] genesis(String name) throws Exception {
        return FormatsDocumentTest.bytes("proof/v1-" + name.substring(name.indexOf('-') + 1) + ".trust-root.dsse.json");
    }

    /** The verifier; the steps are those of the page. */
    private static final class Proof {
        final String registry;
        final long blockIndex;
        final long sequence;
        final long blocks;
        final long cosignedAt;

        private final byte[] domain;
        private final int partition;

        Proof(byte[] file, byte[] genesisFile) throws Exception {
            JsonNode proof = new ObjectMapper().readTree(file);
            require(proof.get("type").asText().equals("data-embassy event proof"), "a proof");
            require(proof.get("format").asInt() == 1, "format 1");
            Envelope genesis = Envelope.read(genesisFile);
            JsonNode root = genesis.json;
            require(
                    genesis.signersAmong(root.get("officials"), "verifyingKey")
                            >= root.get("threshold").asInt(),
                    "a signed genesis");

            byte[] header = proof.at("/block/header").binaryValue();
            Avro in = new Avro(header, 0);
            require(in.number() == 1, "header format 1");
            domain = in.fixed(32);
            require(Arrays.equals(domain, sha256(genesis.payload)), "this country");
            registry = new String(in.bytes(), UTF_8);
            partition = (int) in.number();
            require(in.number() == 1 && Arrays.equals(in.fixed(32), domain), "epoch 1");
            String site = new String(in.bytes(), UTF_8);
            blockIndex = in.number();
            int frontier = (int) in.number();
            in.fixed(32 * frontier);
            in.arrayEnd(frontier);
            long firstSequence = in.number();
            int eventCount = (int) in.number();
            in.number();
            in.number();
            in.number();
            int places = (int) in.number();
            for (int i = 0; i < 2 * places; i++) {
                in.number();
            }
            in.arrayEnd(places);
            int sources = (int) in.number();
            for (int i = 0; i < sources; i++) {
                in.bytes();
                in.number();
            }
            in.arrayEnd(sources);
            byte[] eventsRoot = in.fixed(32);
            in.fixed(32);
            in.number();
            require(
                    in.number()
                            == (entry(root, "registries", "name", registry)
                                            .get("public")
                                            .asBoolean()
                                    ? 0
                                    : 1),
                    "its cipher");
            if (in.number() == 1) {
                in.fixed(32);
            }
            in.bytes();
            String signingKeyId = HexFormat.of().formatHex(in.fixed(32));

            JsonNode signingKey = signingKey(root, signingKeyId, site);
            verify(
                    signingKey.get("suite").asText(),
                    signingKey.get("publicKey").binaryValue(),
                    concat(prefix("data-embassy/block/v1"), header),
                    proof.at("/block/signature").binaryValue());

            int index = proof.at("/event/indexInBlock").asInt();
            byte[] leaf = sha256(
                    new byte[1],
                    proof.at("/event/salt").binaryValue(),
                    HexFormat.of().parseHex(proof.at("/schema/fingerprint").asText()),
                    proof.at("/event/bytes").binaryValue());
            require(
                    Arrays.equals(
                            eventsRoot,
                            climb(
                                    leaf,
                                    index,
                                    eventCount,
                                    proof.at("/event/path").binaryValue())),
                    "the event in the block");
            sequence = firstSequence + index;

            Envelope schema = Envelope.read(proof.at("/schema/statement").binaryValue());
            require(schema.signersAmong(root.get("writers"), "statementKey") == 1, "a schema that a writer published");
            require(
                    schema.json.get("fingerprint").equals(proof.at("/schema/fingerprint"))
                            && schema.json.get("text").equals(proof.at("/schema/text")),
                    "the published schema");

            Envelope checkpoint =
                    Envelope.read(proof.at("/checkpoint/statement").binaryValue());
            require(checkpoint.signersAmong(root.get("writers"), "statementKey") == 1, "a writer's checkpoint");
            JsonNode head = head(checkpoint.json);
            blocks = head.get("blocks").asLong();
            byte[] stated = HexFormat.of().parseHex(head.get("root").asText());
            byte[] blockLeaf = sha256(new byte[1], header);
            require(
                    Arrays.equals(
                            stated,
                            climb(
                                    blockLeaf,
                                    blockIndex,
                                    blocks,
                                    proof.at("/checkpoint/path").binaryValue())),
                    "the block under the checkpoint");
            cosignedAt = cosigned(proof.at("/checkpoint/cosignature").asText(), stated, root);
            require(proof.get("restsOn").asText().equals("cosigned-checkpoint"), "what it says of itself");
        }

        private static JsonNode entry(JsonNode root, String list, String field, String value) {
            for (JsonNode entry : root.get(list)) {
                if (entry.get(field).asText().equals(value)) {
                    return entry;
                }
            }
            throw new IllegalStateException("nothing of the trust root's " + list);
        }

        private JsonNode signingKey(JsonNode root, String id, String site) throws Exception {
            for (JsonNode entry : root.get("signingKeys")) {
                JsonNode key = entry.get("verifyingKey");
                byte[] own = sha256(
                        prefix("data-embassy/signing-key/v1"),
                        prefix(key.get("suite").asText()),
                        key.get("publicKey").binaryValue());
                if (HexFormat.of().formatHex(own).equals(id)
                        && entry.get("registry").asText().equals(registry)
                        && entry.get("site").asText().equals(site)
                        && entry.get("firstBlock").asLong() <= blockIndex) {
                    return key;
                }
            }
            throw new IllegalStateException("no signing key that may sign here");
        }

        private JsonNode head(JsonNode checkpoint) {
            for (JsonNode head : checkpoint.get("heads")) {
                if (head.get("registry").asText().equals(registry)
                        && head.get("partition").asInt() == partition) {
                    return head;
                }
            }
            throw new IllegalStateException("no head of the ledger");
        }

        /** RFC 6962, section 2.1.1: at each level the sibling is left or right as the split says. */
        private static byte[] climb(byte[] leaf, long index, long size, byte[] path) throws Exception {
            if (size == 1) {
                require(path.length == 0, "no hash too many");
                return leaf;
            }
            long split = Long.highestOneBit(size - 1);
            byte[] sibling = Arrays.copyOfRange(path, path.length - 32, path.length);
            byte[] below = Arrays.copyOf(path, path.length - 32);
            return index < split
                    ? sha256(new byte[] {1}, climb(leaf, index, split, below), sibling)
                    : sha256(new byte[] {1}, sibling, climb(leaf, index - split, size - split, below));
        }

        private long cosigned(String note, byte[] stated, JsonNode root) throws Exception {
            String country = "data-embassy/" + HexFormat.of().formatHex(domain);
            String body = country + "/" + registry + "/" + partition + "\n" + blocks + "\n"
                    + Base64.getEncoder().encodeToString(stated) + "\n";
            String begin = body + "\n— " + country + "/embassy ";
            require(note.startsWith(begin) && note.endsWith("\n"), "the embassy's note on this head");
            ByteBuffer line =
                    ByteBuffer.wrap(Base64.getDecoder().decode(note.substring(begin.length(), note.length() - 1)));
            JsonNode key = entry(root, "sites", "site", "embassy").get("statementKey");
            byte[] publicKey = key.get("publicKey").binaryValue();
            byte[] type = key.get("suite").asText().equals("ed25519")
                    ? new byte[] {4}
                    : concat(
                            new byte[] {(byte) 0xff},
                            "data-embassy/cosignature/mldsa65-ed25519-sha512/v1\n".getBytes(UTF_8));
            byte[] keyId = sha256((country + "/embassy\n").getBytes(UTF_8), type, publicKey);
            require(line.getInt() == ByteBuffer.wrap(keyId).getInt(), "its key id");
            long time = line.getLong();
            byte[] signature = new byte[line.remaining()];
            line.get(signature);
            verify(
                    key.get("suite").asText(),
                    publicKey,
                    ("cosignature/v1\ntime " + time + "\n" + body).getBytes(UTF_8),
                    signature);
            return time;
        }
    }
}
