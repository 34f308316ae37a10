package org.dataembassy.site.verify;

import org.dataembassy.site.materialise.AcceptedBlock;

/** Where the verify step sends what it has decided; in the same task and transaction. */
public interface Outlets {
    /** To the materialise step, which answers in {@code block} before this returns. */
    void materialise(AcceptedBlock block);

    /** To the quarantine topic. */
    void quarantine(String recordName, byte[] notice);

    /** To the site's status topic. */
    void status(String recordName, byte[] notice);
}
