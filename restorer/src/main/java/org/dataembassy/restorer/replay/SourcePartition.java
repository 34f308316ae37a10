package org.dataembassy.restorer.replay;

/** One partition of one topic on a cluster. */
public record SourcePartition(String topic, int partition) {
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
