package org.dataembassy.ledger.proof;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.EventProof;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;

/**
 * A proof as a file, format 1 (docs/formats.md, section 11): parts only, of which nothing is verified yet. Each proof has
 * exactly one spelling. The arrays are not copied: whoever makes one gives them away, whoever reads one leaves them.
 *
 * @param event in the Confluent wire format
 * @param place where in the block the event is
 * @param header exact bytes
 * @param signature of the header
 * @param trustRoots envelopes of the versions 2, 3, … without a gap; as many as it takes
 * @param closings envelopes of statements that close the block's signing key
 */
public record EventProofFile(
        RestsOn restsOn,
        byte[] event,
        EventProof place,
        Schema schema,
        byte[] header,
        byte[] signature,
        Optional<Checkpoint> checkpoint,
        List<byte[]> trustRoots,
        List<byte[]> closings) {
    /** What a proof may have at most: an event of 4 MiB, its schema, and room for trust roots. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    static final String TYPE = "data-embassy event proof";
    static final int FORMAT = 1;

    private static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int MAX_SIGNATURE_BYTES = 8 * 1024;
    private static final int MAX_ENVELOPE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_PATH_BYTES = 64 * Digest.LENGTH_BYTES;
    private static final int MAX_SCHEMA_CHARACTERS = 512 * 1024;
    private static final int MAX_NOTE_CHARACTERS = 8 * 1024;
    private static final int MAX_TRUST_ROOTS = 1_000;
    private static final int MAX_CLOSINGS = 16;

    public EventProofFile {
        trustRoots = List.copyOf(trustRoots);
        closings = List.copyOf(closings);
    }

    /**
     * The schema in which the event is to be read.
     *
     * @param statement the envelope of the writer's statement that publishes it; empty if none was found
     */
    public record Schema(Digest fingerprint, String text, Optional<byte[]> statement) {}

    /**
     * A signed checkpoint above the block.
     *
     * @param path from the block's leaf to the stated root, lowest sibling first
     * @param statement envelope
     * @param cosignature the other site's note on the same head
     */
    public record Checkpoint(List<Digest> path, byte[] statement, Optional<String> cosignature) {
        public Checkpoint {
            path = List.copyOf(path);
        }
    }

    /** The file's bytes: one line of JSON without white space and without an end of line. */
    public byte[] toJson() {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField("type", TYPE);
            json.writeNumberField("format", FORMAT);
            json.writeStringField("restsOn", restsOn.label());
            json.writeObjectFieldStart("event");
            base64(json, "bytes", event);
            json.writeNumberField("indexInBlock", place.indexInBlock());
            base64(json, "salt", place.salt());
            base64(json, "path", joined(place.path()));
            json.writeEndObject();
            write(json, schema);
            json.writeObjectFieldStart("block");
            base64(json, "header", header);
            base64(json, "signature", signature);
            json.writeEndObject();
            write(json, checkpoint);
            envelopes(json, "keyClosings", closings);
            envelopes(json, "mandates", List.of());
            envelopes(json, "trustRoots", trustRoots);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Schema schema) throws IOException {
        json.writeObjectFieldStart("schema");
        json.writeStringField("fingerprint", schema.fingerprint().hex());
        json.writeStringField("text", schema.text());
        base64(json, "statement", schema.statement().orElse(null));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Optional<Checkpoint> checkpoint) throws IOException {
        if (checkpoint.isEmpty()) {
            json.writeNullField("checkpoint");
            return;
        }
        json.writeObjectFieldStart("checkpoint");
        base64(json, "path", joined(checkpoint.get().path()));
        base64(json, "statement", checkpoint.get().statement());
        if (checkpoint.get().cosignature().isPresent()) {
            json.writeStringField("cosignature", checkpoint.get().cosignature().get());
        } else {
            json.writeNullField("cosignature");
        }
        json.writeEndObject();
    }

    private static void envelopes(JsonGenerator json, String name, List<byte[]> envelopes) throws IOException {
        json.writeArrayFieldStart(name);
        for (byte[] envelope : envelopes) {
            json.writeStartObject();
            base64(json, "envelope", envelope);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void base64(JsonGenerator json, String name, byte[] bytes) throws IOException {
        if (bytes == null) {
            json.writeNullField(name);
        } else {
            json.writeFieldName(name);
            json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
        }
    }

    /**
     * Reads a file strictly and within bounds; verifies nothing.
     *
     * @throws ProofRefusedException MALFORMED
     */
    public static EventProofFile read(byte[] file) {
        try {
            EventProofFile proof = read(JsonBytes.object("proof", file, MAX_BYTES));
            if (!Arrays.equals(proof.toJson(), file)) {
                throw new IllegalArgumentException(
                        "proof: expected one line of JSON without white space, its fields in their order");
            }
            return proof;
        } catch (IllegalArgumentException e) {
            throw new ProofRefusedException(ProofFault.MALFORMED, e.getMessage());
        }
    }

    private static EventProofFile read(JsonFields json) {
        require(json.text("type", 100).equals(TYPE), "proof.type: expected " + TYPE);
        require(
                json.integer("format", 1, Integer.MAX_VALUE) == FORMAT,
                "proof.format: expected " + FORMAT + "; another one takes a later version of this program");
        RestsOn restsOn = RestsOn.of(json.text("restsOn", 100))
                .orElseThrow(
                        () -> new IllegalArgumentException("proof.restsOn: expected a word that this version knows"));
        JsonFields event = json.object("event");
        byte[] bytes = event.base64("bytes", MAX_EVENT_BYTES);
        EventProof place = new EventProof(
                event.integer("indexInBlock", 0, Integer.MAX_VALUE),
                event.base64("salt", 64),
                split(event.base64("path", MAX_PATH_BYTES)));
        event.end();
        JsonFields block = json.object("block");
        byte[] header = block.base64("header", MAX_HEADER_BYTES);
        byte[] signature = block.base64("signature", MAX_SIGNATURE_BYTES);
        block.end();
        EventProofFile proof = new EventProofFile(
                restsOn,
                bytes,
                place,
                readSchema(json.object("schema")),
                header,
                signature,
                json.isNull("checkpoint") ? Optional.empty() : Optional.of(readCheckpoint(json.object("checkpoint"))),
                envelopes(json, "trustRoots", MAX_TRUST_ROOTS),
                envelopes(json, "keyClosings", MAX_CLOSINGS));
        // Their place is kept for epochs after the first.
        envelopes(json, "mandates", 0);
        json.end();
        return proof;
    }

    private static Schema readSchema(JsonFields json) {
        Schema schema = new Schema(
                json.digest("fingerprint"),
                json.text("text", MAX_SCHEMA_CHARACTERS),
                json.isNull("statement")
                        ? Optional.empty()
                        : Optional.of(json.base64("statement", MAX_ENVELOPE_BYTES)));
        json.end();
        return schema;
    }

    private static Checkpoint readCheckpoint(JsonFields json) {
        Checkpoint checkpoint = new Checkpoint(
                split(json.base64("path", MAX_PATH_BYTES)),
                json.base64("statement", MAX_ENVELOPE_BYTES),
                json.isNull("cosignature")
                        ? Optional.empty()
                        : Optional.of(json.text("cosignature", MAX_NOTE_CHARACTERS)));
        json.end();
        return checkpoint;
    }

    private static List<byte[]> envelopes(JsonFields json, String name, int max) {
        return json.objects(name, max, each -> each.base64("envelope", MAX_ENVELOPE_BYTES));
    }

    private static byte[] joined(List<Digest> path) {
        byte[] joined = new byte[path.size() * Digest.LENGTH_BYTES];
        for (int i = 0; i < path.size(); i++) {
            System.arraycopy(path.get(i).bytes(), 0, joined, i * Digest.LENGTH_BYTES, Digest.LENGTH_BYTES);
        }
        return joined;
    }

    private static List<Digest> split(byte[] joined) {
        require(joined.length % Digest.LENGTH_BYTES == 0, "proof: expected a path of whole hashes of 32 bytes");
        List<Digest> path = new ArrayList<>();
        for (int at = 0; at < joined.length; at += Digest.LENGTH_BYTES) {
            path.add(Digest.of(Arrays.copyOfRange(joined, at, at + Digest.LENGTH_BYTES)));
        }
        return path;
    }

    /** UTF-8, for the note. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
