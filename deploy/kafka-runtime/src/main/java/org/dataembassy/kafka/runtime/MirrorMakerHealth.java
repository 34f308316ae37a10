package org.dataembassy.kafka.runtime;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What the source connector of this process and its tasks are doing, from Connect's own metrics.
 *
 * <p>Not from Connect's status topic: that outlives the process and still says "running" of a task that was killed.
 *
 * @param connectors states of the connectors that copy, as Connect names them
 * @param tasks states of their tasks
 */
record MirrorMakerHealth(List<String> connectors, List<String> tasks) {

    private static final String CONNECTOR = "MirrorSourceConnector";

    MirrorMakerHealth {
        connectors = List.copyOf(connectors);
        tasks = List.copyOf(tasks);
    }

    static MirrorMakerHealth now() {
        return new MirrorMakerHealth(
                states("kafka.connect:type=connector-metrics,connector=" + CONNECTOR + ",*"),
                states("kafka.connect:type=connector-task-metrics,connector=" + CONNECTOR + ",*"));
    }

    /** True if blocks are being copied. Without any task there is nothing that could copy. */
    boolean isRunning() {
        return !connectors.isEmpty()
                && !tasks.isEmpty()
                && connectors.stream().allMatch("running"::equals)
                && tasks.stream().allMatch("running"::equals);
    }

    boolean hasFailed() {
        return connectors.contains("failed") || tasks.contains("failed");
    }

    @Override
    public String toString() {
        return "connectors " + connectors + ", tasks " + tasks;
    }

    private static List<String> states(String pattern) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        List<String> states = new ArrayList<>();
        try {
            for (ObjectName name : beans.queryNames(new ObjectName(pattern), null)) {
                states.add(state(beans, name));
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(pattern, e);
        }
        return states;
    }

    private static String state(MBeanServer beans, ObjectName name) {
        try {
            return String.valueOf(beans.getAttribute(name, "status"));
        } catch (JMException | JMRuntimeException e) {
            // Taken away between the query and now, or made so recently that Connect has no state to tell yet.
            return "unknown";
        }
    }
}
