package org.dataembassy.site.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.dataembassy.site.SiteService;

/** Asks a site service over HTTP. */
public final class SiteClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NUMBERS = Set.of("after", "atSequence", "limit");

    private final URI base;

    public SiteClient(SiteService service) {
        this.base = service.address();
    }

    public SiteClient(URI address) {
        this.base = address;
    }

    /** An answer. */
    public record Answer(int status, String contentType, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Answer get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).GET());
    }

    /** An entity of a registry that need not be public. */
    public Answer entity(String registry, String entityId, String... namesAndValues) {
        return post("/v1/registries/" + registry + "/query", body("entityId", entityId, namesAndValues));
    }

    /** A page of an entity's history, of a registry that need not be public. */
    public Answer history(String registry, String entityId, String... namesAndValues) {
        return post("/v1/registries/" + registry + "/history", body("entityId", entityId, namesAndValues));
    }

    /** A page of a lookup, of a registry that need not be public. */
    public Answer lookup(String registry, String lookup, String value, String... namesAndValues) {
        return post("/v1/registries/" + registry + "/lookups/" + lookup, body("value", value, namesAndValues));
    }

    private static String body(String name, String value, String... namesAndValues) {
        ObjectNode body = JSON.createObjectNode().put(name, value);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (NUMBERS.contains(namesAndValues[i])) {
                body.put(namesAndValues[i], Long.parseLong(namesAndValues[i + 1]));
            } else {
                body.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return body.toString();
    }

    public Answer post(String path, String body) {
        return send(HttpRequest.newBuilder(base.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Without saying beforehand how long the body is. */
    public Answer postInChunks(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(base.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
