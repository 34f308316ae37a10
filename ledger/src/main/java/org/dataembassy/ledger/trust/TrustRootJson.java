package org.dataembassy.ledger.trust;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;
import org.dataembassy.ledger.trust.TrustRoot.Official;
import org.dataembassy.ledger.trust.TrustRoot.Recipient;
import org.dataembassy.ledger.trust.TrustRoot.RegistryEntry;
import org.dataembassy.ledger.trust.TrustRoot.SiteEntry;
import org.dataembassy.ledger.trust.TrustRoot.WriterEntry;

/**
 * The JSON of a trust root, format 1: written in one fixed order, read strictly (every field present, none unknown).
 * Public keys are standard base64, digests lower-case hexadecimal, absent values null, {@code lastBlock} and {@code
 * lastStatement} null for no end.
 */
final class TrustRootJson {
    static final String PAYLOAD_TYPE = "application/vnd.data-embassy.trust-root+json";
    static final int MAX_BYTES = 3 * 1024 * 1024;

    private static final int FORMAT = 1;

    private TrustRootJson() {}

    static byte[] write(TrustRoot root) {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("country", root.country());
            json.writeNumberField("version", root.version());
            writeDigest(json, "previous", root.previous());
            json.writeStringField("expires", root.expires().toString());
            json.writeNumberField("threshold", root.threshold());
            json.writeArrayFieldStart("officials");
            for (Official official : root.officials()) {
                json.writeStartObject();
                json.writeStringField("name", official.name());
                writeKey(json, "verifyingKey", official.verifyingKey());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("sites");
            for (SiteEntry site : root.sites()) {
                json.writeStartObject();
                json.writeStringField("site", site.site().label());
                writeKey(json, "statementKey", site.statementKey());
                writeEnd(json, "lastStatement", site.lastStatement());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("registries");
            for (RegistryEntry registry : root.registries()) {
                json.writeStartObject();
                json.writeStringField("name", registry.name());
                json.writeNumberField("partitions", registry.partitions());
                json.writeBooleanField("public", registry.isPublic());
                json.writeStringField("firstPrimary", registry.firstPrimary().label());
                json.writeNumberField("lingerMillis", registry.lingerMillis());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("writers");
            for (WriterEntry writer : root.writers()) {
                json.writeStartObject();
                json.writeStringField("registry", writer.registry());
                json.writeStringField("site", writer.site().label());
                writeKey(json, "statementKey", writer.statementKey());
                writeEnd(json, "lastStatement", writer.lastStatement());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("signingKeys");
            for (BlockSigningKey key : root.signingKeys()) {
                writeSigningKey(json, key);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("recipients");
            for (Recipient recipient : root.recipients()) {
                json.writeStartObject();
                json.writeStringField("name", recipient.name());
                writeBytes(json, "recipientKey", recipient.recipientKey().encoded());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /**
     * Reads a payload.
     *
     * @throws IllegalArgumentException naming the field or the rule
     */
    static TrustRoot read(byte[] payload) {
        JsonFields json = JsonBytes.object("trust root", payload, MAX_BYTES);
        json.integer("format", FORMAT, FORMAT);
        TrustRoot root = new TrustRoot(
                json.text("country", TrustRootRules.MAX_NAME_CHARACTERS),
                json.integer("version", 1, Long.MAX_VALUE),
                json.digestOrNull("previous"),
                json.instant("expires"),
                json.integer("threshold", 1, TrustRootRules.MAX_OFFICIALS),
                json.objects(
                        "officials",
                        TrustRootRules.MAX_OFFICIALS,
                        each -> new Official(
                                each.text("name", TrustRootRules.MAX_NAME_CHARACTERS), readKey(each, "verifyingKey"))),
                json.objects(
                        "sites",
                        TrustRootRules.MAX_SITE_ENTRIES,
                        each -> new SiteEntry(
                                readSite(each, "site"),
                                readKey(each, "statementKey"),
                                readEnd(each, "lastStatement", 0))),
                json.objects("registries", TrustRootRules.MAX_REGISTRIES, TrustRootJson::readRegistry),
                json.objects(
                        "writers",
                        TrustRootRules.MAX_WRITERS,
                        each -> new WriterEntry(
                                each.text("registry", 40),
                                readSite(each, "site"),
                                readKey(each, "statementKey"),
                                readEnd(each, "lastStatement", 0))),
                json.objects("signingKeys", TrustRootRules.MAX_SIGNING_KEYS, TrustRootJson::readSigningKey),
                json.objects(
                        "recipients",
                        10,
                        each -> new Recipient(
                                each.text("name", 20),
                                RecipientKey.of(each.base64("recipientKey", RecipientKey.LENGTH_BYTES)))));
        json.end();
        return root;
    }

    private static RegistryEntry readRegistry(JsonFields json) {
        return new RegistryEntry(
                json.text("name", 40),
                json.integer("partitions", 1, 10_000),
                json.bool("public"),
                readSite(json, "firstPrimary"),
                json.integer("lingerMillis", 0, 60_000));
    }

    private static void writeSigningKey(JsonGenerator json, BlockSigningKey key) throws IOException {
        json.writeStartObject();
        json.writeStringField("registry", key.registry());
        json.writeStringField("site", key.site().label());
        writeDigest(json, "epochId", key.epochId());
        if (key.partition().isPresent()) {
            json.writeNumberField("partition", key.partition().get());
        } else {
            json.writeNullField("partition");
        }
        json.writeNumberField("firstBlock", key.firstBlock());
        writeEnd(json, "lastBlock", key.lastBlock());
        writeKey(json, "verifyingKey", key.verifyingKey());
        json.writeEndObject();
    }

    private static BlockSigningKey readSigningKey(JsonFields json) {
        return new BlockSigningKey(
                readKey(json, "verifyingKey"),
                json.text("registry", 40),
                readSite(json, "site"),
                json.digestOrNull("epochId"),
                json.integerOrNull("partition", 0, 10_000).map(Long::intValue),
                json.integer("firstBlock", 0, Long.MAX_VALUE),
                readEnd(json, "lastBlock", -1));
    }

    static void writeKey(JsonGenerator json, String field, VerifyingKey key) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("suite", key.suite().label());
        writeBytes(json, "publicKey", key.encoded());
        json.writeEndObject();
    }

    static VerifyingKey readKey(JsonFields json, String field) {
        JsonFields key = json.object(field);
        SignatureSuite suite = SignatureSuite.of(key.text("suite", 40));
        VerifyingKey verifyingKey = VerifyingKey.of(suite, key.base64("publicKey", suite.publicKeyBytes()));
        key.end();
        return verifyingKey;
    }

    private static Site readSite(JsonFields json, String field) {
        return Site.of(json.text(field, 10));
    }

    private static void writeEnd(JsonGenerator json, String field, long end) throws IOException {
        if (end == Long.MAX_VALUE) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, end);
        }
    }

    private static long readEnd(JsonFields json, String field, long min) {
        return json.integerOrNull(field, min, Long.MAX_VALUE - 1).orElse(Long.MAX_VALUE);
    }

    private static void writeDigest(JsonGenerator json, String field, Optional<Digest> digest) throws IOException {
        if (digest.isPresent()) {
            json.writeStringField(field, digest.get().hex());
        } else {
            json.writeNullField(field);
        }
    }

    private static void writeBytes(JsonGenerator json, String field, byte[] bytes) throws IOException {
        json.writeFieldName(field);
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes, 0, bytes.length);
    }
}
