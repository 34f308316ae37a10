package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.dataembassy.kafka.runtime.BrokerSettings;
import org.dataembassy.kafka.runtime.KafkaCommand;
import org.dataembassy.kafka.runtime.KafkaRuntime;

/** A site's Kafka cluster: one combined KRaft node. */
final class KafkaCluster {

    static final int HEAP_MEGABYTES = 512;

    private KafkaCluster() {}

    /** Writes the broker's settings and says how it is started. */
    static LaunchSpec configure(Part part, int clientPort, int controllerPort, LocalCountryLayout layout) {
        Path settingsFile = layout.configFile(part, ".properties");
        try {
            BrokerSettings.of(clientPort, controllerPort, layout.dataFolder(part))
                    .writeTo(settingsFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LaunchSpec(
                part,
                KafkaCommand.broker(settingsFile, layout.logFile(part), HEAP_MEGABYTES),
                Map.of(KafkaCommand.CLASS_PATH_VARIABLE, KafkaRuntime.locate().classPath()),
                new Readiness.BrokerAnswers(clientPort));
    }
}
