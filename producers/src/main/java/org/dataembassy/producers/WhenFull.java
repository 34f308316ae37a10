package org.dataembassy.producers;

/** What {@code publish} does when as many bytes are in flight as may be. Nothing is ever dropped. */
public enum WhenFull {
    /** Waits until there is room. */
    BLOCK,
    /** Refuses the call with PUBLISHER_FULL. */
    FAIL
}
