package org.dataembassy.kafka.runtime;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What one combined KRaft broker on this machine is configured with (Kafka 4.3 documentation, "Broker Configs").
 *
 * <p>One node is the whole cluster: replication factors are 1, durability is that of the process, not of the machine.
 * Both listeners are bound to the loopback address.
 *
 * @param clientPort port of the listener for clients, 1 to 65535
 * @param controllerPort port of the controller's listener, 1 to 65535, another than {@code clientPort}
 * @param dataDirectory where the logs lie; its owner is one broker
 * @param overrides settings that take the place of ours, by Kafka's names
 */
public record BrokerSettings(int clientPort, int controllerPort, Path dataDirectory, Map<String, String> overrides) {

    /**
     * The largest record batch a broker takes: a block of 4 MiB with its header, signature and envelope, with room to
     * spare. Unit: bytes.
     */
    public static final int MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;

    /** Refuses ports out of range or the same twice. */
    public BrokerSettings {
        requirePort("clientPort", clientPort);
        requirePort("controllerPort", controllerPort);
        if (clientPort == controllerPort) {
            throw new IllegalArgumentException("clientPort and controllerPort are both " + clientPort);
        }
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        overrides = Map.copyOf(overrides);
    }

    /**
     * Settings with nothing overridden.
     *
     * @param clientPort port of the listener for clients
     * @param controllerPort port of the controller's listener
     * @param dataDirectory where the logs lie
     * @return the settings
     */
    public static BrokerSettings of(int clientPort, int controllerPort, Path dataDirectory) {
        return new BrokerSettings(clientPort, controllerPort, dataDirectory, Map.of());
    }

    /**
     * The address that clients bootstrap from.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return HOST + ":" + clientPort;
    }

    /**
     * Writes the settings as a broker's {@code server.properties}.
     *
     * @param file the file, overwritten
     * @throws IOException if it cannot be written
     */
    public void writeTo(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, String> setting : toMap().entrySet()) {
                out.write(setting.getKey() + "=" + setting.getValue().replace("\\", "\\\\") + "\n");
            }
        }
    }

    /**
     * All settings by Kafka's names.
     *
     * @return in the order they are written
     */
    public Map<String, String> toMap() {
        Map<String, String> all = new LinkedHashMap<>();
        addIdentity(all);
        addLedgerSafety(all);
        addSingleNode(all);
        addSmallFootprint(all);
        all.putAll(overrides);
        return all;
    }

    private void addIdentity(Map<String, String> all) {
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(NODE_ID));
        all.put("listeners", "CLIENTS://" + HOST + ":" + clientPort + ",CONTROLLER://" + HOST + ":" + controllerPort);
        all.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", "CLIENTS");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        all.put("log.dirs", dataDirectory.toAbsolutePath().toString());
    }

    /** What a ledger needs of any broker, large or small. */
    private static void addLedgerSafety(Map<String, String> all) {
        // A mistyped topic must fail, not come into being with one partition.
        all.put("auto.create.topics.enable", "false");
        all.put("unclean.leader.election.enable", "false");
        all.put("log.retention.ms", "-1");
        all.put("log.retention.bytes", "-1");
        // A record's time is the publisher's; a clock that runs ahead must not stop replication.
        all.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        all.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        all.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
        all.put("transaction.max.timeout.ms", "900000");
        // A registry may be silent for weeks; its writer's fencing must outlive the silence.
        all.put("transactional.id.expiration.ms", Integer.toString(Integer.MAX_VALUE));
    }

    private static void addSingleNode(Map<String, String> all) {
        all.put("default.replication.factor", "1");
        all.put("min.insync.replicas", "1");
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "3");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "3");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("share.coordinator.state.topic.num.partitions", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("group.min.session.timeout.ms", "1000");
        // How often transactions past their time-out are looked for; readers wait for those of a killed process.
        all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // A killed broker is let back in only when its session has ended; the default is 9 s.
        all.put("broker.session.timeout.ms", "3000");
        all.put("broker.heartbeat.interval.ms", "500");
    }

    private static void addSmallFootprint(Map<String, String> all) {
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "4");
        all.put("background.threads", "2");
        all.put("num.recovery.threads.per.data.dir", "2");
        all.put("log.cleaner.threads", "1");
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
        all.put("log.cleaner.io.buffer.size", Integer.toString(MAX_MESSAGE_BYTES));
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + " is " + port + ", expected 1 to 65535");
        }
    }
}
