package org.dataembassy.ledger.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition of its registry an entity lies in: murmur2 as in Kafka's own partitioner, over the UTF-8 entity id. */
public final class Partitioning {
    private Partitioning() {}

    /**
     * The partition of an entity, fixed for ever by the registry's partition count in the trust root.
     *
     * @param entityId the entity's natural id, not empty
     * @param partitions number of partitions of its registry, at least 1
     * @return 0 to {@code partitions - 1}
     */
    public static int partitionOf(String entityId, int partitions) {
        if (entityId.isEmpty() || partitions < 1) {
            throw new IllegalArgumentException("partitioning: expected an entity id and at least one partition");
        }
        return Utils.toPositive(Utils.murmur2(entityId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
