package org.dataembassy.site;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.site.http.ApiSettings;

/**
 * How a site service runs. A value that exists is valid, as far as can be told without opening files or connections.
 *
 * <p>Which site it is isn't a setting: the key store says so.
 *
 * @param commandConfig Kafka client properties
 * @param httpPort 0 for any free one
 * @param httpAdvertised host:port for other instances
 * @param tls empty for plain HTTP, which is possible on loopback only
 * @param accessTokensFile empty for no authentication, which is possible on loopback only
 * @param storeMemoryBytes for all stores together
 */
public record SiteConfig(
        String bootstrapServer,
        Optional<Path> commandConfig,
        Path keyStore,
        Path keyStorePassphraseFile,
        Path dataFolder,
        String httpHost,
        int httpPort,
        Optional<String> httpAdvertised,
        Optional<ApiSettings.Tls> tls,
        Optional<Path> accessTokensFile,
        int streamThreads,
        int standbys,
        int replicationFactor,
        Duration gapTimeout,
        Duration checkpointTimeout,
        int commitIntervalMillis,
        long storeMemoryBytes,
        String applicationId) {
    static final String VARIABLE_PREFIX = "EMBASSY_SITE_";

    private static final Pattern APPLICATION_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\s]+):[0-9]{1,5}");

    /** @throws EmbassyException SITE_CONFIG_INVALID, SITE_LISTEN_UNPROTECTED */
    public SiteConfig {
        require(!bootstrapServer.isBlank(), SiteSetting.BOOTSTRAP_SERVER, "host:port");
        require(httpPort >= 0 && httpPort <= 65_535, SiteSetting.HTTP_PORT, "0 to 65535");
        require(
                httpAdvertised.isEmpty()
                        || HOST_PORT.matcher(httpAdvertised.get()).matches(),
                SiteSetting.HTTP_ADVERTISED,
                "host:port");
        require(streamThreads >= 1 && streamThreads <= 64, SiteSetting.STREAM_THREADS, "1 to 64");
        require(standbys >= 0 && standbys <= 4, SiteSetting.STANDBYS, "0 to 4");
        require(
                replicationFactor == -1 || replicationFactor >= 1 && replicationFactor <= 7,
                SiteSetting.REPLICATION_FACTOR,
                "-1 or 1 to 7");
        require(
                gapTimeout.toMillis() >= 100 && gapTimeout.compareTo(Duration.ofDays(1)) <= 0,
                SiteSetting.GAP_TIMEOUT_MILLIS,
                "100 to 86400000");
        require(
                checkpointTimeout.toMillis() >= 100 && checkpointTimeout.compareTo(Duration.ofDays(7)) <= 0,
                SiteSetting.CHECKPOINT_TIMEOUT_MILLIS,
                "100 to 604800000");
        require(
                commitIntervalMillis >= 10 && commitIntervalMillis <= 60_000,
                SiteSetting.COMMIT_INTERVAL_MILLIS,
                "10 to 60000");
        require(
                storeMemoryBytes >= 16L << 20 && storeMemoryBytes <= 65_536L << 20,
                SiteSetting.STORE_MEMORY_MIB,
                "16 to 65536");
        require(
                APPLICATION_ID.matcher(applicationId).matches(),
                SiteSetting.APPLICATION_ID,
                "lower-case letters, digits and hyphens");
        if (!isLoopback(httpHost) && (tls.isEmpty() || accessTokensFile.isEmpty())) {
            throw new EmbassyException(
                    Problem.SITE_LISTEN_UNPROTECTED,
                    "The site service is to listen on " + httpHost + ", but "
                            + (tls.isEmpty() ? "TLS is" : "access tokens are")
                            + " not configured. Only a loopback address may go without.");
        }
    }

    /**
     * Reads a configuration: the file, then the environment, then the flags; the later wins.
     *
     * @param file properties, or a JSON object of strings, numbers and booleans if its name ends with {@code .json};
     *     relative paths in it are relative to its folder
     * @param environment of which variables that begin with {@code EMBASSY_SITE_} count
     * @param flags by the setting's name
     * @throws EmbassyException SITE_CONFIG_INVALID naming an unknown, missing or wrong setting; SITE_LISTEN_UNPROTECTED
     */
    public static SiteConfig load(Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
        return SiteConfigReader.read(file, environment, flags).toConfig();
    }

    /** Where the API listens and who may ask. */
    ApiSettings api() {
        return new ApiSettings(httpHost, httpPort, tls, accessTokensFile);
    }

    /** Whether every address that {@code host} stands for is loopback. */
    static boolean isLoopback(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return !host.isBlank();
        } catch (UnknownHostException e) {
            throw new EmbassyException(
                    Problem.SITE_CONFIG_INVALID,
                    SiteSetting.HTTP_HOST.settingName() + ": expected an address of this machine, got " + host,
                    e);
        }
    }

    /** The effective values by setting, a line each. None of them is a secret. */
    public String describe() {
        return values().entrySet().stream()
                .map(entry -> entry.getKey().settingName() + " = " + entry.getValue())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Map<SiteSetting, String> values() {
        Map<SiteSetting, String> values = new java.util.EnumMap<>(SiteSetting.class);
        values.put(SiteSetting.BOOTSTRAP_SERVER, bootstrapServer);
        values.put(SiteSetting.COMMAND_CONFIG, commandConfig.map(Path::toString).orElse(""));
        values.put(SiteSetting.KEY_STORE, keyStore.toString());
        values.put(SiteSetting.KEY_STORE_PASSPHRASE_FILE, keyStorePassphraseFile.toString());
        values.put(SiteSetting.DATA_FOLDER, dataFolder.toString());
        values.put(SiteSetting.HTTP_HOST, httpHost);
        values.put(SiteSetting.HTTP_PORT, Integer.toString(httpPort));
        values.put(SiteSetting.HTTP_ADVERTISED, httpAdvertised.orElse(""));
        values.put(
                SiteSetting.TLS_KEY_STORE, tls.map(t -> t.keyStore().toString()).orElse(""));
        values.put(
                SiteSetting.TLS_KEY_STORE_PASSPHRASE_FILE,
                tls.map(t -> t.passphraseFile().toString()).orElse(""));
        values.put(
                SiteSetting.ACCESS_TOKENS_FILE,
                accessTokensFile.map(Path::toString).orElse(""));
        values.put(SiteSetting.STREAM_THREADS, Integer.toString(streamThreads));
        values.put(SiteSetting.STANDBYS, Integer.toString(standbys));
        values.put(SiteSetting.REPLICATION_FACTOR, Integer.toString(replicationFactor));
        values.put(SiteSetting.GAP_TIMEOUT_MILLIS, Long.toString(gapTimeout.toMillis()));
        values.put(SiteSetting.CHECKPOINT_TIMEOUT_MILLIS, Long.toString(checkpointTimeout.toMillis()));
        values.put(SiteSetting.COMMIT_INTERVAL_MILLIS, Integer.toString(commitIntervalMillis));
        values.put(SiteSetting.STORE_MEMORY_MIB, Long.toString(storeMemoryBytes >> 20));
        values.put(SiteSetting.APPLICATION_ID, applicationId);
        return values;
    }

    private static void require(boolean holds, SiteSetting setting, String expected) {
        if (!holds) {
            throw new EmbassyException(Problem.SITE_CONFIG_INVALID, setting.settingName() + ": expected " + expected);
        }
    }
}
