package org.dataembassy.producers;

/** Whose time of recording counts. In either mode no event of a ledger is recorded before the one before it. */
public enum RecordedAt {
    /**
     * The publisher records: {@code recordedAt} becomes the present time, or that of the ledger's last event if the clock
     * is behind it. A time that the caller gave is replaced; one over five minutes ahead is refused.
     */
    LIVE,
    /**
     * The registry has recorded already, and its times are kept: for imports and for relays. Refused are a time before
     * that of the ledger's last event, and one over five minutes ahead.
     */
    HISTORICAL
}
