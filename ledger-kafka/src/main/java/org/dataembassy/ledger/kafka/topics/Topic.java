package org.dataembassy.ledger.kafka.topics;

import org.dataembassy.ledger.Site;

/**
 * A topic as the catalogue knows it: its name and what its records hold.
 *
 * @param name as on the broker
 * @param keyType what keys decode to; {@link Void} where keys are null
 * @param valueType what values decode to
 */
public record Topic<K, V>(String name, Class<K> keyType, Class<V> valueType) {
    private static final int MAX_NAME_LENGTH = 249;

    /** Refuses names that MirrorMaker would take for a mirrored topic; see {@link Topics#requireOwnName}. */
    public Topic {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("topic: expected a name of 1 to 249 characters");
        }
    }

    /** The same topic as {@code source} writes it and this cluster's MirrorMaker copies it. */
    public Topic<K, V> mirroredFrom(Site source) {
        return new Topic<>(source.label() + "." + Topics.requireOwnName(name), keyType, valueType);
    }

    @Override
    public String toString() {
        return name;
    }
}
