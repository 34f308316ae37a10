package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.ledger.problem.Problem;

/** A local country of a test: free ports, its own folder, gone with the test. */
final class RunningCountry implements AutoCloseable {
    /** Costs nothing while all is well, however busy the machine is. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int MOST_TRIES = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Embassy embassy;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private RunningCountry(Path folder, Embassy embassy) {
        this.folder = folder;
        this.embassy = embassy;
    }

    /** @param options of {@code up}, beside folder and ports */
    static RunningCountry up(Path workingDirectory, String... options) {
        Path folder = workingDirectory.resolve("country");
        Embassy embassy = new Embassy(workingDirectory);
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"up", "--dir", folder.toString(), "--port-base", "0"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        for (int tries = 1; ; tries++) {
            RunningCountry country = new RunningCountry(folder, embassy);
            Embassy.Ran up = embassy.run(arguments);
            if (up.exitCode() == 0) {
                return country;
            }
            country.close();
            // Free ports are free until somebody else takes them.
            boolean portTaken = up.err().contains(Problem.PORT_TAKEN.code())
                    || up.err().contains("Address already in use")
                    || up.err().contains("BindException");
            assertThat(portTaken && tries < MOST_TRIES).as(up.err()).isTrue();
        }
    }

    Path folder() {
        return folder;
    }

    Embassy embassy() {
        return embassy;
    }

    LocalCountry parts() {
        return LocalCountry.in(folder);
    }

    Endpoints endpoints() {
        return parts().endpoints();
    }

    /** The site's answer, whatever its status. */
    JsonNode ask(String path) {
        return send(request(path).GET());
    }

    /** The same with a question in the body. */
    JsonNode post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoints().embassySite() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return JSON.readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return JSON.createObjectNode().put("unreachable", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Events that the embassy has verified of a registry, over all partitions. */
    long verifiedEvents(String registry) {
        long events = 0;
        for (JsonNode partition : ask("/v1/registries/" + registry).path("local")) {
            events += partition.path("head").path("nextSequence").asLong();
        }
        return events;
    }

    void awaitVerifiedEvents(String registry, long events) {
        Awaitility.await("the embassy has verified " + events + " events of " + registry)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(verifiedEvents(registry)).isEqualTo(events));
    }

    @Override
    public void close() {
        Embassy.Ran down = embassy.run("down", "--dir", folder.toString(), "--purge");
        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(folder).doesNotExist();
    }
}
