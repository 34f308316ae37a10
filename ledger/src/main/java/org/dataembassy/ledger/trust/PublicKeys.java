package org.dataembassy.ledger.trust;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;

/**
 * The public halves of one owner's keys: what an owner hands to whoever proposes the next trust root. Not signed; the
 * officials compare the key ids with what the owner reads out.
 */
public sealed interface PublicKeys {
    /** The country, as the key store has it. */
    Digest domain();

    /** For people: {@code writer of legislation at home}. */
    String owner();

    /** An official's. */
    record OfOfficial(Digest domain, String name, VerifyingKey key) implements PublicKeys {
        public OfOfficial {
            Objects.requireNonNull(domain);
            Objects.requireNonNull(key);
        }

        @Override
        public String owner() {
            return "official " + name;
        }
    }

    /** A site's. */
    record OfSite(Digest domain, Site site, VerifyingKey statementKey, RecipientKey recipientKey)
            implements PublicKeys {
        @Override
        public String owner() {
            return "site " + site.label();
        }
    }

    /**
     * Those of a registry's writer at a site.
     *
     * @param signingKeys for blocks, in the order in which they are used
     */
    record OfWriter(
            Digest domain, String registry, Site site, VerifyingKey statementKey, List<VerifyingKey> signingKeys)
            implements PublicKeys {
        public OfWriter {
            LedgerId.requireRegistryName(registry);
            signingKeys = List.copyOf(signingKeys);
        }

        @Override
        public String owner() {
            return "writer of " + registry + " at " + site.label();
        }
    }

    /** Of the file. */
    int MAX_BYTES = 1024 * 1024;

    /** The file's content. */
    default byte[] toJson() {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeNumberField("format", 1);
            json.writeStringField("domain", domain().hex());
            if (this instanceof OfOfficial official) {
                json.writeStringField("role", "official");
                json.writeStringField("name", official.name());
                TrustRootJson.writeKey(json, "verifyingKey", official.key());
            } else if (this instanceof OfSite site) {
                json.writeStringField("role", "site");
                json.writeStringField("site", site.site().label());
                TrustRootJson.writeKey(json, "statementKey", site.statementKey());
                writeRecipient(json, site.recipientKey());
            } else if (this instanceof OfWriter writer) {
                json.writeStringField("role", "writer");
                json.writeStringField("registry", writer.registry());
                json.writeStringField("site", writer.site().label());
                TrustRootJson.writeKey(json, "statementKey", writer.statementKey());
                json.writeArrayFieldStart("signingKeys");
                for (VerifyingKey key : writer.signingKeys()) {
                    json.writeStartObject();
                    TrustRootJson.writeKey(json, "verifyingKey", key);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    /**
     * Reads a file strictly.
     *
     * @throws IllegalArgumentException naming the field
     */
    static PublicKeys fromJson(byte[] bytes) {
        JsonFields json = JsonBytes.object("public keys", bytes, MAX_BYTES);
        json.integer("format", 1, 1);
        Digest domain = json.digest("domain");
        String role = json.text("role", 20);
        PublicKeys read = switch (role) {
            case "official" ->
                new OfOfficial(
                        domain,
                        json.text("name", TrustRootRules.MAX_NAME_CHARACTERS),
                        TrustRootJson.readKey(json, "verifyingKey"));
            case "site" ->
                new OfSite(
                        domain,
                        Site.of(json.text("site", 10)),
                        TrustRootJson.readKey(json, "statementKey"),
                        RecipientKey.of(json.base64("recipientKey", RecipientKey.LENGTH_BYTES)));
            case "writer" ->
                new OfWriter(
                        domain,
                        json.text("registry", 40),
                        Site.of(json.text("site", 10)),
                        TrustRootJson.readKey(json, "statementKey"),
                        json.objects("signingKeys", 100, each -> TrustRootJson.readKey(each, "verifyingKey")));
            default -> throw new IllegalArgumentException("public keys.role: expected official, site or writer");
        };
        json.end();
        return read;
    }

    private static void writeRecipient(JsonGenerator json, RecipientKey key) throws IOException {
        byte[] encoded = key.encoded();
        json.writeFieldName("recipientKey");
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, encoded, 0, encoded.length);
    }
}
