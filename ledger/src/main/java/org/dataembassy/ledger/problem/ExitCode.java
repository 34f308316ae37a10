package org.dataembassy.ledger.problem;

/** The exit codes of {@code bin/embassy}, documented in the README; a code never changes its meaning. */
public enum ExitCode {
    /** Everything asked for was done and, where a command verifies, it held. */
    OK(0, "done, and everything that was to hold did hold"),
    /** A fault of the program itself; the log has the stack trace. */
    INTERNAL(1, "a fault of the program itself: please report it with the log"),
    /** Unknown verb, option or value. */
    USAGE(2, "unknown verb, option or value"),
    /** An input file, line, field or position is not acceptable. */
    BAD_INPUT(3, "an input file, line, field or position is not acceptable"),
    /** Signature, chain, digest, demo step or restore comparison did not hold. */
    NOT_VERIFIED(4, "something that was to be verified did not hold"),
    /** Signing key, site key, trust root or pass phrase missing, wrong or expired. */
    TRUST(5, "a signing key, site key, trust root or pass phrase is missing, wrong or expired"),
    /** Broker, Schema Registry, site service or PostgreSQL can't be reached or does not answer in time. */
    UNAVAILABLE(6, "a service that is needed can't be reached or does not answer in time"),
    /** Port taken, disk or memory short, wrong Java, folder not writable. */
    ENVIRONMENT(7, "the machine lacks something: port, disk, memory, Java, permission"),
    /** The command isn't allowed in the present state: already running, fenced, halted, not primary. */
    STATE(8, "not allowed in the present state: already running, fenced, halted, not primary"),
    /** Interrupted by a signal. */
    INTERRUPTED(130, "interrupted by a signal");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
