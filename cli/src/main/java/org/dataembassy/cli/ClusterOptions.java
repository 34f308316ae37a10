package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.ledger.kafka.KafkaClients;
import picocli.CommandLine.Option;

/** {@code --bootstrap-server} and {@code --command-config}, as Kafka's own tools have them. */
final class ClusterOptions {
    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "The Kafka cluster; without it, that of the local country.")
    private String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Properties for Kafka's clients, such as security.protocol.")
    private Path commandConfig;

    /** Clients of the cluster that was named, else of the local country's. */
    KafkaClients clients(Terminal terminal, CountryOption country, Function<Endpoints, String> local) {
        String address = Optional.ofNullable(bootstrapServer)
                .orElseGet(() -> local.apply(country.country(terminal).endpoints()));
        return commandConfig == null
                ? KafkaClients.of(address)
                : KafkaClients.of(address, terminal.resolve(commandConfig));
    }
}
