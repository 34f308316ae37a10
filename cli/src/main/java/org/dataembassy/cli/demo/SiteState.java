package org.dataembassy.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.dataembassy.ledger.kafka.KafkaClients;

/** Everything that a site service has computed so far. */
final class SiteState {
    /** Kafka Streams puts the application's id before the names of the topics it makes. */
    private static final Set<String> MADE_BY_STREAMS = Set.of("-changelog", "-repartition");

    private SiteState() {}

    /** Deletes it: the service must be stopped. What is left are the ledgers' topics, control, and the key store. */
    static void forget(Path dataFolder, KafkaClients clients) throws IOException {
        delete(dataFolder);
        try (Admin admin = clients.newAdmin()) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> MADE_BY_STREAMS.stream().anyMatch(name::endsWith))
                    .toList();
            admin.deleteTopics(topics).all().get();
            List<String> groups = admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .toList();
            admin.deleteConsumerGroups(groups).all().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw clients.failure(e.getCause());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
