package org.dataembassy.ledger.kafka.topics;

/** How blocks came into a ledger topic of a cluster. */
public enum Carrier {
    /** Written by this site. */
    OWN,
    /** Copied by MirrorMaker from the other site. */
    MIRRORED,
    /** Brought by courier. */
    IMPORT
}
