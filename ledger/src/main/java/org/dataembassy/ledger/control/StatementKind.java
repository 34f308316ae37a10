package org.dataembassy.ledger.control;

import java.util.Optional;

/** The kinds of statements that this version knows. */
public enum StatementKind {
    /** A new version of the trust root; a document of its own, signed by officials. */
    TRUST_ROOT("trust-root"),
    /** A schema that a registry's events use. */
    SCHEMA_PUBLISHED("schema-published"),
    /** A signing key that ends below given heads. */
    KEY_CLOSED("key-closed"),
    /** The heads that the author holds. */
    CHECKPOINT("checkpoint");

    private final String label;

    StatementKind(String label) {
        this.label = label;
    }

    /** As in the field {@code kind}. */
    public String label() {
        return label;
    }

    static Optional<StatementKind> of(String label) {
        for (StatementKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
