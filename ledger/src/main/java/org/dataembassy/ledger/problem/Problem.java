package org.dataembassy.ledger.problem;

/**
 * The catalogue of everything that can go wrong in a way that a user can act on: a stable name, an exit code, and what
 * to do next. Constants are grouped by exit code.
 */
public enum Problem {
    // BAD_INPUT
    EVENT_TOO_LARGE("event-too-large", ExitCode.BAD_INPUT, "Split the event or store the large part elsewhere; one event may have at most 4 MiB serialised."),
    INPUT_LINE_BROKEN("input-line-broken", ExitCode.BAD_INPUT, "Correct the line in the input and run the same command again; what was taken in before stays and is not taken in twice."),
    POSITION_UNKNOWN("position-unknown", ExitCode.BAD_INPUT, "Choose a position within the range that the message names."),
    REGISTRY_UNKNOWN("registry-unknown", ExitCode.BAD_INPUT, "Use one of the registries that the trust root names."),
    RECORDED_AT_AHEAD("recorded-at-ahead", ExitCode.BAD_INPUT, "Check the clocks of the registry and of this machine; an event may be at most five minutes ahead."),

    // NOT_VERIFIED
    LEDGER_FAULT("ledger-fault", ExitCode.NOT_VERIFIED, "Keep the topic as evidence, look at the named block at the other site, and restore from the site whose ledger verifies."),

    // TRUST
    KEY_MISSING("key-missing", ExitCode.TRUST, "Name the key store that holds this key, or ask the owner of the key for it."),
    KEY_STORE_UNREADABLE("key-store-unreadable", ExitCode.TRUST, "Check the path and the pass phrase of the key store."),
    TRUST_ROOT_EXPIRED("trust-root-expired", ExitCode.TRUST, "Have the officials sign and publish a new version of the trust root."),
    TRUST_ROOT_INVALID("trust-root-invalid", ExitCode.TRUST, "Get the trust root from its owners again and compare its digest with the one they read out."),

    // UNAVAILABLE
    BROKER_UNAVAILABLE("broker-unavailable", ExitCode.UNAVAILABLE, "Start the broker or correct --bootstrap-server, then run the same command again."),
    SCHEMA_REGISTRY_UNAVAILABLE("schema-registry-unavailable", ExitCode.UNAVAILABLE, "Start the Schema Registry or correct --schema-registry, then run the same command again."),

    // STATE
    LOG_LOST_BLOCKS("log-lost-blocks", ExitCode.STATE, "Do not write. Compare the topic with the other site and rebuild it block by block."),
    SCHEMA_INCOMPATIBLE("schema-incompatible", ExitCode.STATE, "Compare the schema in the Schema Registry with the committed versions; compatibility is FULL_TRANSITIVE."),
    WRITER_FENCED("writer-fenced", ExitCode.STATE, "Another writer of this registry has taken over; stop this one.");

    private final String code;
    private final ExitCode exitCode;
    private final String next;

    Problem(String code, ExitCode exitCode, String next) {
        this.code = code;
        this.exitCode = exitCode;
        this.next = next;
    }

    /** Stable, kebab-case. */
    public String code() {
        return code;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** What the user can do next, a sentence. */
    public String next() {
        return next;
    }
}
