package org.dataembassy.site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.keys.TrustCeremony;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.SiteConfig;
import org.dataembassy.site.SiteService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, tokens and the loopback rule, and what a service says whose broker isn't there. */
final class ProtectedApiTest {
    private static final String PASS = "tls-pass-phrase";

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        TrustCeremony.hold(
                new TrustCeremony.Plan(
                        "Testland",
                        1,
                        1,
                        List.of(TestTrust.legislation(1)),
                        SignatureSuite.ED25519,
                        Instant.parse("2126-01-01T00:00:00Z")),
                folder.resolve("trust"),
                new SecureRandom());
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "tls",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve("tls.p12").toString(),
                        "-storepass",
                        PASS)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.writeString(folder.resolve("tls.pass"), PASS + "\n");
    }

    @Test
    void withTokensOnlyLivenessAndReadinessAreOpen() throws Exception {
        // given
        String token = AccessTokens.generate(new SecureRandom());
        Files.writeString(folder.resolve("tokens"), AccessTokens.lineFor("ministry", token) + "\n");
        Map<String, String> settings = new HashMap<>(tls());
        settings.put("access.tokens.file", folder.resolve("tokens").toString());
        settings.put("http.host", "0.0.0.0");
        HttpClient https = HttpClient.newBuilder().sslContext(trusting()).build();
        try (SiteService service = service("tls", settings)) {
            URI base = URI.create("https://localhost:" + service.address().getPort());
            // when, then
            assertThat(get(https, base.resolve("/livez"), null).statusCode()).isEqualTo(200);
            HttpResponse<String> stranger = get(https, base.resolve("/readyz"), null);
            assertThat(stranger.statusCode()).isEqualTo(503);
            assertThat(stranger.body()).isEqualTo("{\"ready\":false}");
            assertThat(get(https, base.resolve("/readyz"), token + "x").body()).isEqualTo("{\"ready\":false}");
            assertThat(get(https, base.resolve("/readyz"), token).body()).contains("reasons", "alarms");
            HttpResponse<String> without = get(https, base.resolve("/openapi.json"), null);
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).isPresent();
            assertThat(get(https, base.resolve("/openapi.json"), token + "x").statusCode())
                    .isEqualTo(401);
            assertThat(get(https, base.resolve("/nowhere"), null).statusCode()).isEqualTo(401);
            assertThat(get(https, base.resolve("/openapi.json"), token).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutABrokerTheServiceStandsAndSaysWhatItWaitsFor() throws Exception {
        try (SiteService service = service("alone", Map.of())) {
            HttpClient http = HttpClient.newHttpClient();
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(get(http, service.address().resolve("/readyz"), null)
                                    .body())
                            .contains("\"part\":\"broker\"")
                            .contains("does not answer"));
            HttpResponse<String> registries = get(http, service.address().resolve("/v1/registries"), null);
            assertThat(registries.statusCode()).isEqualTo(503);
            assertThat(registries.headers().firstValue("Retry-After")).isPresent();
            assertThat(registries.body()).contains("trust-root-missing");
            assertThat(get(http, service.address().resolve("/metrics"), null).body())
                    .contains("embassy_ready 0.0");
        }
    }

    @Test
    void withoutTokensAForeignHostNameIsNotAnswered() throws Exception {
        try (SiteService service = service("rebinding", Map.of())) {
            assertThat(statusLine(service, "evil.example")).contains("403");
            assertThat(statusLine(service, "localhost:80")).contains("200");
            assertThat(statusLine(service, "[::1]:80")).contains("200");
        }
    }

    @Test
    void aWrongTlsPassPhraseIsAClearError() throws Exception {
        Files.writeString(folder.resolve("wrong.pass"), "wrong\n");
        Map<String, String> settings = new HashMap<>(tls());
        settings.put(
                "tls.key.store.passphrase.file", folder.resolve("wrong.pass").toString());
        assertThatThrownBy(() -> service("wrong", settings))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEY_STORE_UNREADABLE));
    }

    private static Map<String, String> tls() {
        return Map.of(
                "tls.key.store", folder.resolve("tls.p12").toString(),
                "tls.key.store.passphrase.file", folder.resolve("tls.pass").toString());
    }

    private static SiteService service(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                // The discard port: nobody listens there.
                "bootstrap.server", "127.0.0.1:9",
                "key.store", folder.resolve("trust/embassy/site.p12").toString(),
                "key.store.passphrase.file",
                        folder.resolve("trust/embassy/site.pass").toString(),
                "data.folder", folder.resolve(name).toString(),
                "http.port", "0"));
        all.putAll(settings);
        return SiteService.start(SiteConfig.load(Optional.empty(), Map.of(), all));
    }

    private static HttpResponse<String> get(HttpClient http, URI uri, String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String statusLine(SiteService service, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.address().getPort())) {
            socket.getOutputStream()
                    .write(("GET /livez HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static SSLContext trusting() throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("tls.p12"))) {
            own.load(in, PASS.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("tls", own.getCertificate("tls"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
