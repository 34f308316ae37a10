package org.dataembassy.site.materialise;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.LedgerStore;

/**
 * Finds the schema of an event by the fingerprint that its signed block states: in the block, in the store, where the
 * texts of earlier blocks lie, on control, or among those compiled in. The Schema Registry is never asked.
 *
 * <p>A text is parsed only when it comes from a verified block or statement and has the fingerprint that was asked for
 * (CVE-2024-47561), and once for the whole process. Thread-safe.
 */
public final class EventSchemas {
    private final ConcurrentMap<Digest, Schema> parsed = new ConcurrentHashMap<>();
    private final Supplier<Map<Digest, String>> onControl;

    /** @param control the present view */
    public EventSchemas(Iterable<RegistryModel<?>> models, Supplier<ControlView> control) {
        this.onControl = () -> control.get().schemas();
        for (RegistryModel<?> model : models) {
            for (Schema schema : model.eventSchemas()) {
                parsed.put(Digest.of(SchemaFingerprint.of(schema)), schema);
            }
        }
    }

    /** @throws CannotFoldException SCHEMA_UNREADABLE */
    Schema find(SchemaUse use, LedgerStore store) throws CannotFoldException {
        Schema known = parsed.get(use.fingerprint());
        if (known != null) {
            return known;
        }
        Optional<String> text = use.text()
                .or(() -> store.schemaText(use.fingerprint()))
                .or(() -> Optional.ofNullable(onControl.get().get(use.fingerprint())));
        if (text.isEmpty()) {
            throw new CannotFoldException(
                    HaltReason.SCHEMA_UNREADABLE,
                    "the text of schema " + use.fingerprint() + " is neither in the ledger nor on control");
        }
        Schema schema = parse(use.fingerprint(), text.get());
        parsed.put(use.fingerprint(), schema);
        return schema;
    }

    private static Schema parse(Digest fingerprint, String text) throws CannotFoldException {
        if (!Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).equals(fingerprint)) {
            throw new CannotFoldException(
                    HaltReason.SCHEMA_UNREADABLE, "the text given for schema " + fingerprint + " is another one");
        }
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException | StackOverflowError e) {
            throw new CannotFoldException(
                    HaltReason.SCHEMA_UNREADABLE,
                    "the text of schema " + fingerprint + " is not an Avro schema ("
                            + e.getClass().getSimpleName() + ")");
        }
    }
}
