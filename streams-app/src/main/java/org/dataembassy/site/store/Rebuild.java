package org.dataembassy.site.store;

import java.time.Instant;

/**
 * A store that is emptied and filled again from the ledger, because it was not what this site had written.
 *
 * @param why what was found; names kinds of entries, blocks and digests, never content
 * @param since when it was found
 */
public record Rebuild(Stage stage, String why, Instant since) {

    /** How far it is. Stored by name. */
    public enum Stage {
        /** Entries are being deleted; what is left of them means nothing. */
        EMPTYING,
        /** The ledger's records are read again, from the first one on. */
        READING,
        /** The store has all that the ledger and the site's memory say it should have. */
        DONE
    }

    public Rebuild at(Stage next) {
        return new Rebuild(next, why, since);
    }

    void write(EntryWriter out) {
        out.text(stage.name()).text(why).instant(since);
    }

    static Rebuild read(EntryReader in) {
        return new Rebuild(Stage.valueOf(in.text()), in.text(), in.instant());
    }
}
