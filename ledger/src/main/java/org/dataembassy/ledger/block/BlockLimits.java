package org.dataembassy.ledger.block;

/**
 * The sizes of blocks, in one place; every limit of a producer, topic, MirrorMaker or changelog follows from {@link
 * #MAX_ENCODED_BYTES}.
 *
 * <p>Derivation, from the inside out. Real acts reach 1.6 MB, so one event may have 4 MiB. The texts of the schemas that
 * a block brings may have 512 KiB together; lengths, secret and fingerprints need little, so 4.75 MiB hold any body
 * before compression. zstd makes incompressible bytes longer by at most 1/256: 4.77 MiB. Padmé rounds lengths between 4
 * and 8 MiB up to a multiple of 128 KiB: 4.875 MiB. With GCM's tag that is less than the 5 MiB that a stored body may
 * have. Header and signature add at most 72 KiB; the rest up to 6 MiB is left for Kafka's own framing of a record, so a
 * {@code max.message.bytes}, {@code max.request.size} and {@code max.partition.fetch.bytes} of 7 MiB lets every block
 * through.
 */
public final class BlockLimits {
    /** One event, serialised, in the Confluent wire format. */
    public static final int MAX_EVENT_BYTES = 4 * 1024 * 1024;

    /** Events after which a writer seals without waiting for its linger. */
    public static final int TARGET_EVENTS = 1_000;

    /** Events that a writer puts into a block at most; as many are there only under load. */
    public static final int LOAD_EVENTS = 4_000;

    /** Events that a reader takes from a block at most. */
    public static final int MAX_EVENTS = 10_000;

    /** Bytes of serialised events after which a writer seals without waiting for its linger. */
    public static final int TARGET_BODY_BYTES = 256 * 1024;

    /** Bytes of serialised events that a writer puts into a block at most; a larger event has a block of its own. */
    public static final int LOAD_BODY_BYTES = 1024 * 1024;

    /** Schemas that a block may use. */
    public static final int MAX_SCHEMAS = 256;

    /** UTF-8 bytes of all schema texts that a block brings, together. */
    public static final int MAX_SCHEMA_TEXT_BYTES = 512 * 1024;

    /** A body before compression. */
    public static final int MAX_PLAIN_BODY_BYTES = MAX_EVENT_BYTES + 768 * 1024;

    /** A body as stored: compressed, padded, encrypted. */
    public static final int MAX_STORED_BODY_BYTES = 5 * 1024 * 1024;

    public static final int MAX_HEADER_BYTES = 64 * 1024;

    /** A composite signature has 3,373 bytes; the rest is for suites to come. */
    public static final int MAX_SIGNATURE_BYTES = 8 * 1024;

    /** A sealed block as the value of a record, framing included. */
    public static final int MAX_ENCODED_BYTES = 6 * 1024 * 1024;

    /** Kafka's limits for a record, a request and a fetch must be at least this. */
    public static final int MIN_KAFKA_MESSAGE_BYTES = 7 * 1024 * 1024;

    /** Inputs that a ledger may carry along in its headers. */
    public static final int MAX_SOURCES = 64;

    /** An input's id: printable ASCII. */
    public static final int MAX_SOURCE_ID_CHARS = 128;

    /** Blocks of one transaction. */
    public static final int MAX_TRANSACTION_BLOCKS = 2_048;

    /** Recipients of a data key. */
    public static final int MAX_WRAPS = 16;

    private BlockLimits() {}
}
