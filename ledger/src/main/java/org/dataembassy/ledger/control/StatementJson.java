package org.dataembassy.ledger.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.control.ControlStatement.Unknown;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;

/**
 * The JSON of statements: fields kind, domain, author, number, previous, issuedAt, then the kind's own, written in that
 * order. Read strictly; a known author's statement whose kind or own fields this version can't read is {@link Unknown},
 * so that its chain goes on.
 */
final class StatementJson {
    private static final int MAX_BYTES = 3 * 1024 * 1024;
    private static final int MAX_HEADS = 100_000;
    private static final int MAX_AUTHORS = 20_000;

    private StatementJson() {}

    static byte[] write(Statement statement) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "kind", StatementPermissions.kindOf(statement.body()).label());
            json.writeStringField("domain", statement.domain().hex());
            json.writeStringField("author", statement.author().hex());
            json.writeNumberField("number", statement.number());
            if (statement.previous().isPresent()) {
                json.writeStringField("previous", statement.previous().get().hex());
            } else {
                json.writeNullField("previous");
            }
            json.writeStringField("issuedAt", statement.issuedAt().toString());
            writeBody(json, statement.body());
            json.writeEndObject();
        });
    }

    /**
     * Reads a payload.
     *
     * @throws IllegalArgumentException if the fields that every statement has can't be read
     */
    static Statement read(byte[] payload) {
        JsonFields json = JsonBytes.object("statement", payload, MAX_BYTES);
        String kind = json.text("kind", 40);
        Digest domain = json.digest("domain");
        Digest author = json.digest("author");
        long number = json.integer("number", 0, Long.MAX_VALUE - 1);
        Optional<Digest> previous = json.digestOrNull("previous");
        Instant issuedAt = json.instant("issuedAt");
        return new Statement(domain, author, number, previous, issuedAt, readBody(kind, json));
    }

    private static ControlStatement readBody(String kind, JsonFields json) {
        Optional<StatementKind> known = StatementKind.of(kind);
        if (known.isEmpty() || known.get() == StatementKind.TRUST_ROOT) {
            return new Unknown(kind);
        }
        try {
            ControlStatement body = switch (known.get()) {
                case SCHEMA_PUBLISHED -> readSchema(json);
                case KEY_CLOSED -> readClosing(json);
                case CHECKPOINT -> readCheckpoint(json);
                case TRUST_ROOT -> throw new IllegalStateException("trust roots are documents of their own");
            };
            json.end();
            return body;
        } catch (IllegalArgumentException e) {
            return new Unknown(kind);
        }
    }

    private static void writeBody(JsonGenerator json, ControlStatement body) throws IOException {
        if (body instanceof SchemaPublished schema) {
            json.writeStringField("registry", schema.registry());
            json.writeStringField("fullName", schema.fullName());
            json.writeStringField("fingerprint", schema.fingerprint().hex());
            json.writeStringField("text", schema.text());
        } else if (body instanceof KeyClosed closed) {
            json.writeStringField(
                    "signingKeyId", closed.closing().signingKeyId().hex());
            json.writeArrayFieldStart("firstRefusedBlocks");
            for (Map.Entry<LedgerId, Long> refused :
                    new TreeMap<>(closed.closing().firstRefusedBlock()).entrySet()) {
                json.writeStartObject();
                writeLedger(json, refused.getKey());
                json.writeNumberField("block", refused.getValue());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("closedAt", closed.closing().closedAt().toString());
        } else if (body instanceof Checkpoint checkpoint) {
            writeCheckpoint(json, checkpoint);
        } else {
            throw new IllegalArgumentException("statement: of no kind that this version can sign");
        }
    }

    private static SchemaPublished readSchema(JsonFields json) {
        return new SchemaPublished(
                json.text("registry", 40),
                json.text("fullName", 500),
                json.digest("fingerprint"),
                json.text("text", SchemaPublished.MAX_TEXT_CHARACTERS));
    }

    private static KeyClosed readClosing(JsonFields json) {
        Digest signingKeyId = json.digest("signingKeyId");
        Map<LedgerId, Long> refused = new TreeMap<>();
        json.objects("firstRefusedBlocks", MAX_HEADS, each -> {
            if (refused.put(readLedger(each), each.integer("block", 0, Long.MAX_VALUE)) != null) {
                throw new IllegalArgumentException(each.where() + ": names a ledger twice");
            }
            return Boolean.TRUE;
        });
        return new KeyClosed(new ControlView.KeyClosing(signingKeyId, refused, json.instant("closedAt")));
    }

    private static void writeCheckpoint(JsonGenerator json, Checkpoint checkpoint) throws IOException {
        json.writeArrayFieldStart("heads");
        for (HeadStatement head : checkpoint.heads()) {
            json.writeStartObject();
            writeLedger(json, head.ledger());
            json.writeNumberField("blocks", head.blocks());
            json.writeNumberField("events", head.events());
            json.writeStringField("root", head.root().hex());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("trustRootVersion", checkpoint.trustRootVersion());
        json.writeStringField("trustRootDigest", checkpoint.trustRootDigest().hex());
        json.writeArrayFieldStart("control");
        for (ControlView.AuthorHead author : checkpoint.control()) {
            json.writeStartObject();
            json.writeStringField("author", author.keyId().hex());
            json.writeNumberField("number", author.number());
            json.writeStringField("digest", author.statementDigest().hex());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Checkpoint readCheckpoint(JsonFields json) {
        List<HeadStatement> heads = json.objects(
                "heads",
                MAX_HEADS,
                each -> new HeadStatement(
                        readLedger(each),
                        each.integer("blocks", 0, Long.MAX_VALUE),
                        each.integer("events", 0, Long.MAX_VALUE),
                        each.digest("root")));
        return new Checkpoint(
                heads,
                json.integer("trustRootVersion", 1, Long.MAX_VALUE),
                json.digest("trustRootDigest"),
                json.objects(
                        "control",
                        MAX_AUTHORS,
                        each -> new ControlView.AuthorHead(
                                each.digest("author"),
                                each.integer("number", 1, Long.MAX_VALUE - 1),
                                each.digest("digest"))));
    }

    private static void writeLedger(JsonGenerator json, LedgerId ledger) throws IOException {
        json.writeStringField("registry", ledger.registry());
        json.writeNumberField("partition", ledger.partition());
    }

    private static LedgerId readLedger(JsonFields json) {
        return new LedgerId(json.text("registry", 40), json.integer("partition", 0, 99_999));
    }
}
