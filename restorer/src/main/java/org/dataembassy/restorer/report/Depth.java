package org.dataembassy.restorer.report;

/** How deep a verification looks. */
public enum Depth {
    /** Headers, signatures, history and the digests of bodies; needs nobody's secret. */
    SIGNED("headers, signatures, history and body digests; bodies were not opened"),
    /** All of that, and every body opened: its events are those that the header commits to. */
    OPENED("headers, signatures, history, body digests and the events of every body");

    private final String meaning;

    Depth(String meaning) {
        this.meaning = meaning;
    }

    /** What was checked, in words. */
    public String meaning() {
        return meaning;
    }
}
