package org.dataembassy.deploy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.kafka.runtime.FreePorts;

/** How one can see that a process is ready. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Readiness.BrokerAnswers.class, name = "broker-answers"),
    @JsonSubTypes.Type(value = Readiness.HttpOk.class, name = "http-ok")
})
sealed interface Readiness {

    /** How long one look may take. */
    Duration PATIENCE = Duration.ofSeconds(3);

    /**
     * Looks once.
     *
     * @return true if the process is ready now
     * @throws InterruptedException if interrupted while waiting for the answer
     */
    boolean answersNow() throws InterruptedException;

    /** An admin client gets an answer. */
    record BrokerAnswers(int port) implements Readiness {
        @Override
        public boolean answersNow() throws InterruptedException {
            if (!FreePorts.isListenedOn(port)) {
                // Saves making an admin client, and its complaints in our log, while the broker starts.
                return false;
            }
            Map<String, Object> config = Map.of(
                    "bootstrap.servers", "127.0.0.1:" + port,
                    "default.api.timeout.ms", (int) PATIENCE.toMillis(),
                    "request.timeout.ms", (int) PATIENCE.toMillis());
            try (Admin admin = Admin.create(config)) {
                return !admin.describeCluster()
                        .nodes()
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .isEmpty();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                return false;
            }
        }
    }

    /** GET answers 200. */
    record HttpOk(URI address) implements Readiness {
        private static final HttpClient CLIENT =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();

        @Override
        public boolean answersNow() throws InterruptedException {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
            try {
                return CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
