package org.dataembassy.ledger.block;

import java.util.Optional;
import org.dataembassy.ledger.Digest;

/** A schema that a block's events use: Schema Registry id, SHA-256 of its text, and the text at first use. */
public record SchemaUse(int id, Digest fingerprint, Optional<String> text) {}
