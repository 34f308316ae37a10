package org.dataembassy.restorer.target;

/** What a target folder's files are written in; a restore may ask for several. */
public enum TargetFormat {
    /** Avro object container files (Avro 1.12 specification), zstandard. */
    AVRO,
    /** JSON Lines: one object a line, UTF-8. */
    JSONL
}
