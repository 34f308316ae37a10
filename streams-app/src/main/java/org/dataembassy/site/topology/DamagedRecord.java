package org.dataembassy.site.topology;

/**
 * Stands for a record that the broker's log holds and that can't be read. Known by identity, so that nobody who writes
 * on a topic can send one.
 */
final class DamagedRecord {
    /** Handed on untouched by the deserializer of byte arrays. */
    static final byte[] VALUE = {};

    private DamagedRecord() {}
}
