package org.dataembassy.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** The embassy's site service, asked over HTTP as anybody would. */
final class EmbassySite {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 50;

    private final URI address;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    EmbassySite(URI address) {
        this.address = address;
    }

    /** What the site says of a registry's partitions, by partition. */
    SortedMap<Integer, JsonNode> partitions(String registry) {
        SortedMap<Integer, JsonNode> partitions = new TreeMap<>();
        for (JsonNode partition : ask("/v1/registries/" + registry).path("local")) {
            partitions.put(partition.path("partition").asInt(), partition);
        }
        return partitions;
    }

    /** The act as the site has it now; empty if it doesn't know it. */
    Optional<ActHistory.Expected> act(String actId) {
        JsonNode state =
                ask("/v1/registries/legislation/entities/" + encode(actId)).path("state");
        return state.isMissingNode() || state.isNull() ? Optional.empty() : Optional.of(expected(state));
    }

    /** An act's state, by the site's API or by a restored file, as far as the demo compares it. */
    static ActHistory.Expected expected(JsonNode state) {
        JsonNode text = state.path("text");
        return new ActHistory.Expected(
                text.isTextual() ? text.asText() : null,
                state.path("status").asText().equals("REPEALED"));
    }

    String stateDigest(String registry) {
        return ask("/v1/registries/" + registry + "/digest").path("stateDigest").asText();
    }

    JsonNode quarantine() {
        return ask("/v1/quarantine");
    }

    /** Asks until the site's answer about a registry is as expected. */
    void await(String registry, String what, Predicate<SortedMap<Integer, JsonNode>> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            SortedMap<Integer, JsonNode> seen = partitionsOrNone(registry);
            if (!seen.isEmpty() && expected.test(seen)) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new Story.DidNotHoldException(
                        "waited " + PATIENCE.toSeconds() + " s for this and it did not come: " + what);
            }
            pause();
        }
    }

    private SortedMap<Integer, JsonNode> partitionsOrNone(String registry) {
        try {
            return partitions(registry);
        } catch (EmbassyException e) {
            // It is starting.
            return new TreeMap<>();
        }
    }

    /** Asks with an id or a value in the body. */
    JsonNode post(String path, String name, String value) {
        String body = mapper.createObjectNode().put(name, value).toString();
        return json(send(request(path).POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    /** How a question is taken, by HTTP's status codes. */
    int status(String path) {
        return send(request(path)).statusCode();
    }

    private JsonNode ask(String path) {
        return json(send(request(path)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return mapper.readTree(answer.body());
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.SITE_UNAVAILABLE, "The site service at " + address + " answers something else.", e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.SITE_UNAVAILABLE, "The site service at " + address + " does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "Interrupted while waiting for the site service.", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "Interrupted while waiting for the site service.", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
