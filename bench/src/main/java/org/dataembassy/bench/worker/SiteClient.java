package org.dataembassy.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.bench.workload.Workload;

/** Asks the site service over its API, as anybody would. Thread-safe. */
public final class SiteClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The state of all partitions in one value. */
    public record Digest(String stateDigest, long entities) {}

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI registry;

    /** @param site address of the service */
    public SiteClient(URI site) {
        registry = site.resolve("/v1/registries/" + Workload.REGISTRY + "/");
    }

    /** The sequence that each partition expects next; empty while the service doesn't answer. */
    public Optional<SortedMap<Integer, Long>> nextSequences() {
        Optional<JsonNode> answer = get("heads");
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<Integer, Long> next = new TreeMap<>();
        for (JsonNode head : answer.get().get("heads")) {
            if (head.has("halt")) {
                throw new IllegalStateException("the site has halted a partition: " + head.get("halt"));
            }
            next.put(
                    head.get("partition").asInt(),
                    head.get("head").get("nextSequence").asLong());
        }
        return Optional.of(next);
    }

    /** Events applied over all partitions; 0 while the service doesn't answer. */
    public long events() {
        return nextSequences()
                .map(next -> next.values().stream().mapToLong(Long::longValue).sum())
                .orElse(0L);
    }

    /** The state digest over all partitions; empty while a partition is not to be had. */
    public Optional<Digest> digest() {
        return get("digest")
                .map(answer -> new Digest(
                        answer.get("stateDigest").asText(),
                        answer.get("entities").asLong()));
    }

    /** The sequence of the last event of an entity; empty if it has no answer yet. */
    public Optional<Long> lastSequence(String entityId) {
        String body =
                JsonNodeFactory.instance.objectNode().put("entityId", entityId).toString();
        return send(HttpRequest.newBuilder(registry.resolve("query"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .map(answer -> answer.get("provenance").get("sequence").asLong());
    }

    private Optional<JsonNode> get(String path) {
        return send(HttpRequest.newBuilder(registry.resolve(path)).GET());
    }

    private Optional<JsonNode> send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the site", e);
        }
    }
}
