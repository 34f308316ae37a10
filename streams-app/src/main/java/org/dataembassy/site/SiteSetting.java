package org.dataembassy.site;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting of the site service. No setting is a secret: those lie in files that a setting names. */
public enum SiteSetting {
    BOOTSTRAP_SERVER("bootstrap.server", null, "address of the site's own Kafka cluster, host:port[,host:port]"),
    COMMAND_CONFIG("command.config", "", "file of Kafka client properties; none if empty"),
    KEY_STORE("key.store", null, "the site's key store (PKCS#12)"),
    KEY_STORE_PASSPHRASE_FILE("key.store.passphrase.file", null, "file whose first line opens the key store"),
    DATA_FOLDER("data.folder", null, "folder for state, snapshots and the last control statement; made if missing"),
    HTTP_HOST("http.host", "127.0.0.1", "address to listen on; any but loopback requires TLS and access tokens"),
    HTTP_PORT("http.port", "8480", "port to listen on; 0 for any free one"),
    HTTP_ADVERTISED("http.advertised", "", "host:port at which other instances reach this one; as bound if empty"),
    TLS_KEY_STORE("tls.key.store", "", "server certificate and its key (PKCS#12); plain HTTP if empty"),
    TLS_KEY_STORE_PASSPHRASE_FILE("tls.key.store.passphrase.file", "", "file whose first line opens the TLS key store"),
    ACCESS_TOKENS_FILE(
            "access.tokens.file", "", "file of lines name:SHA-256 of a bearer token; no authentication if empty"),
    STREAM_THREADS("stream.threads", "2", "stream threads, 1 to 64"),
    STANDBYS("standbys", "0", "warm copies of each store on other instances, 0 to 4"),
    REPLICATION_FACTOR("replication.factor", "-1", "of the changelogs; -1 for the cluster's own"),
    GAP_TIMEOUT_MILLIS("gap.timeout.ms", "60000", "how long blocks may be missing before their partition halts"),
    CHECKPOINT_TIMEOUT_MILLIS(
            "checkpoint.timeout.ms",
            "300000",
            "how long another author's checkpoint may state blocks that don't come, before an alarm"),
    COMMIT_INTERVAL_MILLIS("commit.interval.ms", "100", "time between two commits, 10 to 60000"),
    STORE_MEMORY_MIB("store.memory.mib", "256", "memory for all stores together, 16 to 65536"),
    APPLICATION_ID("application.id", "site-service", "consumer group and prefix of the changelogs");

    private final String settingName;
    private final String usual;
    private final String meaning;

    SiteSetting(String settingName, String usual, String meaning) {
        this.settingName = settingName;
        this.usual = usual;
        this.meaning = meaning;
    }

    /** As in files and flags. */
    public String settingName() {
        return settingName;
    }

    /** As in the environment. */
    public String variable() {
        return SiteConfig.VARIABLE_PREFIX + settingName.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Its value if nothing is said; empty if something must be. */
    public Optional<String> usual() {
        return Optional.ofNullable(usual);
    }

    public String meaning() {
        return meaning;
    }

    static Optional<SiteSetting> named(String name) {
        return Arrays.stream(values()).filter(s -> s.settingName.equals(name)).findFirst();
    }
}
