package org.dataembassy.ledger.problem;

/**
 * The catalogue of everything that can go wrong in a way that a user can act on: a stable name, an exit code, and what
 * to do next. Constants are grouped by exit code.
 */
public enum Problem {
    // USAGE
    PART_UNKNOWN("part-unknown", ExitCode.USAGE, "Use one of the parts that embassy status lists."),
    PORT_BASE_UNUSABLE(
            "port-base-unusable", ExitCode.USAGE, "Choose a --port-base from 1024 to 65000, or 0 for any free ports."),

    // BAD_INPUT
    CLIENT_CONFIG_UNREADABLE(
            "client-config-unreadable",
            ExitCode.BAD_INPUT,
            "Check the path and the content of the file given as --command-config: Kafka client properties, one a line."),
    EVENT_MALFORMED(
            "event-malformed",
            ExitCode.BAD_INPUT,
            "Correct the event as the message says and publish it again; nothing of the call was taken in."),
    EVENT_TOO_LARGE(
            "event-too-large",
            ExitCode.BAD_INPUT,
            "Split the event or store the large part elsewhere; one event may have at most 4 MiB serialised."),
    INPUT_CHANGED(
            "input-changed",
            ExitCode.BAD_INPUT,
            "Use the input as it was and append new lines at its end; what has been taken in is never changed by changing the input."),
    INPUT_LINE_BROKEN(
            "input-line-broken",
            ExitCode.BAD_INPUT,
            "Correct the line in the input and run the same command again; what was taken in before stays and is not taken in twice."),
    INPUT_UNREADABLE(
            "input-unreadable", ExitCode.BAD_INPUT, "Check the path, the permissions and whether the file is whole."),
    POSITION_MALFORMED(
            "position-malformed",
            ExitCode.BAD_INPUT,
            "Write the position as the message shows, naming every partition of the registry."),
    POSITION_UNKNOWN(
            "position-unknown", ExitCode.BAD_INPUT, "Choose a position within the range that the message names."),
    REGISTRY_UNKNOWN("registry-unknown", ExitCode.BAD_INPUT, "Use one of the registries that the trust root names."),
    PROOF_MALFORMED(
            "proof-malformed",
            ExitCode.BAD_INPUT,
            "Get the proof again from whoever handed it out, byte for byte; mail programs and editors change files."),
    RECORDED_AT_BACKWARDS(
            "recorded-at-backwards",
            ExitCode.BAD_INPUT,
            "Publish the events of a registry in the order in which they were recorded."),
    RECORDED_AT_AHEAD(
            "recorded-at-ahead",
            ExitCode.BAD_INPUT,
            "Check the clocks of the registry and of this machine; an event may be at most five minutes ahead."),
    SITE_CONFIG_INVALID(
            "site-config-invalid",
            ExitCode.BAD_INPUT,
            "Correct the setting that the message names in the configuration file, the environment or the flags."),
    SITE_LISTEN_UNPROTECTED(
            "site-listen-unprotected",
            ExitCode.BAD_INPUT,
            "Configure tls.key.store and access.tokens.file, or listen on 127.0.0.1."),
    TRUST_PLAN_INVALID(
            "trust-plan-invalid",
            ExitCode.BAD_INPUT,
            "Correct the country, the officials, the threshold or the registries and run the same command again; nothing was written."),

    TRUST_CHANGE_INVALID(
            "trust-change-invalid",
            ExitCode.BAD_INPUT,
            "Correct the change that the message names and propose again; nothing was written."),

    // NOT_VERIFIED
    LEDGER_FAULT(
            "ledger-fault",
            ExitCode.NOT_VERIFIED,
            "Keep the topic as evidence, look at the named block at the other site, and restore from the site whose ledger verifies."),
    PROOF_REFUSED(
            "proof-refused",
            ExitCode.NOT_VERIFIED,
            "Believe nothing of it. Keep the file, and ask a site of the country for the proof of the same event."),
    RESTORE_NOT_VERIFIED(
            "restore-not-verified",
            ExitCode.NOT_VERIFIED,
            "Nothing was kept. Check disk and memory of this machine, and run the restore again; if it fails again, report it."),

    // TRUST
    KEY_MISSING(
            "key-missing",
            ExitCode.TRUST,
            "Name the key store that holds this key, or ask the owner of the key for it."),
    KEY_STORE_EXPOSED(
            "key-store-exposed",
            ExitCode.TRUST,
            "Only the owner may be able to read key stores and pass phrases: chmod 600 the file, and replace its keys if others may have read it."),
    KEY_STORE_UNREADABLE(
            "key-store-unreadable", ExitCode.TRUST, "Check the path and the pass phrase of the key store."),
    SIGNING_KEY_MISUSED(
            "signing-key-misused",
            ExitCode.TRUST,
            "Do not write. Someone else holds this signing key: keep topic and journal as evidence and have the officials strike the key out."),
    KEY_STORE_WRONG_ROLE(
            "key-store-wrong-role",
            ExitCode.TRUST,
            "Name the key store that was made for this purpose; README.txt of the trust set says which file belongs to whom."),
    TRUST_ROOT_EXPIRED(
            "trust-root-expired",
            ExitCode.TRUST,
            "Have the officials sign and publish a new version of the trust root."),
    TRUST_ROOT_INVALID(
            "trust-root-invalid",
            ExitCode.TRUST,
            "Get the trust root from its owners again and compare its digest with the one they read out."),
    TRUST_ROOT_MISSING(
            "trust-root-missing",
            ExitCode.TRUST,
            "Check --bootstrap-server, or publish the genesis trust root of this domain on ledger.control."),

    TRUST_UNDER_QUORUM(
            "trust-under-quorum",
            ExitCode.TRUST,
            "Have those whom the message names sign the same draft, and publish all copies together; nothing was published."),

    // UNAVAILABLE
    BROKER_DENIES_ACCESS(
            "broker-denies-access",
            ExitCode.UNAVAILABLE,
            "Check user, secret and access rights in --command-config against what the message names."),
    BROKER_UNAVAILABLE(
            "broker-unavailable",
            ExitCode.UNAVAILABLE,
            "Start the broker or correct --bootstrap-server, then run the same command again."),
    PUBLISHER_FULL(
            "publisher-full",
            ExitCode.UNAVAILABLE,
            "Wait until earlier calls are answered, then publish the same events again."),
    PROCESS_DIED(
            "process-died",
            ExitCode.UNAVAILABLE,
            "Read the end of its log in the message, put right what it names, and run embassy up again."),
    PROCESS_NOT_READY(
            "process-not-ready",
            ExitCode.UNAVAILABLE,
            "Read the named log; if the machine is just slow or busy, run embassy up again."),
    SCHEMA_REGISTRY_UNAVAILABLE(
            "schema-registry-unavailable",
            ExitCode.UNAVAILABLE,
            "Start the Schema Registry or correct --schema-registry, then run the same command again."),
    SITE_UNAVAILABLE(
            "site-unavailable",
            ExitCode.UNAVAILABLE,
            "Start the site service or correct --url, then run the same command again; \"embassy status\" says what runs."),

    // ENVIRONMENT
    DISK_SHORT(
            "disk-short", ExitCode.ENVIRONMENT, "Make room on the disk, or name a folder on another one with --dir."),
    FOLDER_UNUSABLE(
            "folder-unusable",
            ExitCode.ENVIRONMENT,
            "Name another folder with --dir: writable, its full path shorter and without commas, colons, quotes or line breaks."),
    MEMORY_SHORT(
            "memory-short", ExitCode.ENVIRONMENT, "End programs that need much memory, or use a machine with more."),
    PORT_TAKEN(
            "port-taken",
            ExitCode.ENVIRONMENT,
            "End the program that listens on the port, or choose other ports with --port-base."),
    RUNTIME_MISSING(
            "runtime-missing", ExitCode.ENVIRONMENT, "Build the project: mvn -DskipTests package, in its root folder."),
    TARGET_DISK_SHORT(
            "target-disk-short",
            ExitCode.ENVIRONMENT,
            "Make room on the disk, or name a target folder on another one; nothing was kept."),
    TARGET_UNWRITABLE(
            "target-unwritable",
            ExitCode.ENVIRONMENT,
            "Name a target whose parent folder exists and can be written by this user."),

    // STATE
    COUNTRY_BUSY(
            "country-busy",
            ExitCode.STATE,
            "Another embassy command is changing this local country; wait for it to end, then run this one again."),
    COUNTRY_DOWN("country-down", ExitCode.STATE, "Start the local country first: embassy up, with the same --dir."),
    COUNTRY_UP("country-up", ExitCode.STATE, "Use it as it is (embassy status), or stop it first (embassy down)."),
    CONTROL_LOST_STATEMENTS(
            "control-lost-statements",
            ExitCode.STATE,
            "Do not write. Compare ledger.control with its copy at the other site and rebuild it statement by statement."),
    FILE_EXISTS(
            "file-exists",
            ExitCode.STATE,
            "Name a file that does not exist yet; drafts, trust roots and key stores are never written over."),
    JOURNAL_BROKEN(
            "journal-broken",
            ExitCode.STATE,
            "Keep the file as evidence and check the disk. Only if the journal is really lost, move it away: the next start then closes the signing key and goes on with the next one."),
    JOURNAL_MISSING(
            "journal-missing",
            ExitCode.STATE,
            "Name the folder in which this registry's writer keeps its seal journal; if the journal is really lost, start the writer, which closes the signing key by itself."),
    JOURNAL_LOCKED(
            "journal-locked",
            ExitCode.STATE,
            "Another process of this machine writes this registry; stop it first, or stop this one."),
    LOG_HELD_OPEN(
            "log-held-open",
            ExitCode.STATE,
            "Another producer holds a transaction open on the topic; find it with kafka-transactions and end it."),
    LOG_LOST_BLOCKS(
            "log-lost-blocks",
            ExitCode.STATE,
            "Do not write. Compare the topic with the other site and rebuild it block by block."),
    REGISTRY_ELSEWHERE(
            "registry-elsewhere",
            ExitCode.STATE,
            "Publish at the site that is primary for this registry; this one may not write it."),
    PROCESS_WONT_END(
            "process-wont-end", ExitCode.STATE, "End the named process by hand, then run the same command again."),
    SCHEMA_INCOMPATIBLE(
            "schema-incompatible",
            ExitCode.STATE,
            "Compare the schema in the Schema Registry with the committed versions; compatibility is FULL_TRANSITIVE."),
    SCHEMA_MISMATCH(
            "schema-mismatch",
            ExitCode.STATE,
            "Do not publish. Find out who changed the Schema Registry; the signed schemas on control are the ones that count."),
    SITE_MEMORY_UNUSABLE(
            "site-memory-unusable",
            ExitCode.STATE,
            "Keep the file as evidence, put the newest copy of it back, or follow the runbook lost-memory.md; never delete it just to get on."),
    SITE_RUNNING(
            "site-running",
            ExitCode.STATE,
            "Another site service uses this data folder; stop it first, or name another folder."),
    TARGET_EXISTS(
            "target-exists",
            ExitCode.STATE,
            "Name a target folder that does not exist yet; a restore never writes over anything."),
    TOPIC_MISSING(
            "topic-missing",
            ExitCode.STATE,
            "Check the registry, the site and --bootstrap-server; the topics of a ledger are created before its first block."),
    TOPIC_MISCONFIGURED(
            "topic-misconfigured",
            ExitCode.STATE,
            "Correct the setting of the topic that the message names; a ledger topic keeps everything for ever."),
    TRUST_SIGNED_ANOTHER(
            "trust-signed-another",
            ExitCode.STATE,
            "Two complete trust roots of one version halt every registry. Only if nobody will ever complete the other draft, name its digest with --instead-of."),
    TRUST_SET_EXISTS(
            "trust-set-exists",
            ExitCode.STATE,
            "Name a folder that does not exist or is empty; the keys of a country are never written over."),
    WRITER_CLOSED(
            "writer-closed",
            ExitCode.STATE,
            "The writer was closed before the batch was committed; open it again, which settles what became of it."),
    WRITER_FENCED("writer-fenced", ExitCode.STATE, "Another writer of this registry has taken over; stop this one."),

    // INTERRUPTED
    INTERRUPTED("interrupted", ExitCode.INTERRUPTED, "Run the same command again; nothing half-done was kept.");

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
