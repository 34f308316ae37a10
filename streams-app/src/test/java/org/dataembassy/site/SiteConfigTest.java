package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SiteConfigTest {
    private static final Map<String, String> NEEDED = Map.of(
            "bootstrap.server", "127.0.0.1:9092",
            "key.store", "/keys/site.p12",
            "key.store.passphrase.file", "/keys/site.pass",
            "data.folder", "/data");

    @TempDir
    Path folder;

    @Test
    void whatIsNotSaidIsUsual() {
        SiteConfig config = config(Map.of());
        assertThat(config.httpHost()).isEqualTo("127.0.0.1");
        assertThat(config.gapTimeout()).hasSeconds(60);
        assertThat(config.streamThreads()).isEqualTo(2);
        assertThat(config.describe()).contains("store.memory.mib = 256").contains("key.store = /keys/site.p12");
        assertThat(config.describe().lines()).hasSize(SiteSetting.values().length);
    }

    @Test
    void flagsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        // given
        Path file = folder.resolve("site.properties");
        Files.writeString(file, "http.port=1\nstream.threads=3\nstandbys=2\nkey.store=keys/site.p12\n");
        Map<String, String> flags = new HashMap<>(NEEDED);
        flags.remove("key.store");
        flags.put("http.port", "3");
        // when
        SiteConfig config = SiteConfig.load(
                Optional.of(file),
                Map.of("EMBASSY_SITE_HTTP_PORT", "2", "EMBASSY_SITE_STREAM_THREADS", "4", "PATH", "/bin"),
                flags);
        // then
        assertThat(config.httpPort()).isEqualTo(3);
        assertThat(config.streamThreads()).isEqualTo(4);
        assertThat(config.standbys()).isEqualTo(2);
        assertThat(config.keyStore()).isEqualTo(folder.resolve("keys/site.p12"));
    }

    @Test
    void aJsonFileSaysTheSame() throws IOException {
        Path file = folder.resolve("site.json");
        Files.writeString(file, "{\"http.port\": 77, \"application.id\": \"other\"}");
        SiteConfig config = SiteConfig.load(Optional.of(file), Map.of(), NEEDED);
        assertThat(config.httpPort()).isEqualTo(77);
        assertThat(config.applicationId()).isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource({
        "http.prot, 80, unknown setting http.prot",
        "http.port, many, http.port: expected a whole number",
        "http.port, 70000, http.port: expected 0 to 65535",
        "stream.threads, 0, stream.threads: expected 1 to 64",
        "gap.timeout.ms, 1, gap.timeout.ms: expected 100",
        "store.memory.mib, 1, store.memory.mib: expected 16",
        "application.id, A B, application.id: expected",
        "http.advertised, nowhere, http.advertised: expected host:port",
        "tls.key.store, /tls.p12, expected both or none"
    })
    void aWrongSettingIsNamed(String name, String value, String message) {
        assertThatThrownBy(() -> config(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SITE_CONFIG_INVALID))
                .hasMessageContaining(message);
    }

    @Test
    void aMissingSettingAndAnUnknownVariableAreNamed() {
        assertThatThrownBy(() -> SiteConfig.load(Optional.empty(), Map.of(), Map.of()))
                .hasMessageContaining("setting bootstrap.server is missing");
        assertThatThrownBy(() -> SiteConfig.load(Optional.empty(), Map.of("EMBASSY_SITE_COLOUR", "red"), NEEDED))
                .hasMessageContaining("EMBASSY_SITE_COLOUR");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::", "192.0.2.1"})
    void anAddressBeyondLoopbackNeedsTlsAndTokens(String host) {
        assertUnprotected(Map.of("http.host", host));
        assertUnprotected(Map.of("http.host", host, "access.tokens.file", "/tokens"));
        assertUnprotected(
                Map.of("http.host", host, "tls.key.store", "/t.p12", "tls.key.store.passphrase.file", "/t.pass"));
        assertThat(config(Map.of(
                                "http.host", host,
                                "tls.key.store", "/t.p12",
                                "tls.key.store.passphrase.file", "/t.pass",
                                "access.tokens.file", "/tokens"))
                        .httpHost())
                .isEqualTo(host);
    }

    private static void assertUnprotected(Map<String, String> settings) {
        assertThatThrownBy(() -> config(settings))
                .isInstanceOfSatisfying(
                        EmbassyException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.SITE_LISTEN_UNPROTECTED));
    }

    private static SiteConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(NEEDED);
        all.putAll(settings);
        return SiteConfig.load(Optional.empty(), Map.of(), all);
    }
}
