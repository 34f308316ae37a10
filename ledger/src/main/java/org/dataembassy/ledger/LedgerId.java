package org.dataembassy.ledger;

import java.util.regex.Pattern;

/** Names a ledger: one partition of one registry, across epochs and sites. Written {@code registry/partition}. */
public record LedgerId(String registry, int partition) implements Comparable<LedgerId> {
    private static final Pattern REGISTRY = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public LedgerId {
        requireRegistryName(registry);
        if (partition < 0 || partition >= 100_000) {
            throw new IllegalArgumentException("partition: expected 0 to 99999, got " + partition);
        }
    }

    /** Refuses what can't be a registry's name: {@code [a-z][a-z0-9-]{0,39}}. */
    public static String requireRegistryName(String registry) {
        if (registry == null || !REGISTRY.matcher(registry).matches()) {
            throw new IllegalArgumentException(
                    "registry: expected 1 to 40 lower-case letters, digits or hyphens, a letter first");
        }
        return registry;
    }

    @Override
    public int compareTo(LedgerId other) {
        int byName = registry.compareTo(other.registry);
        return byName != 0 ? byName : Integer.compare(partition, other.partition);
    }

    @Override
    public String toString() {
        return registry + "/" + partition;
    }
}
