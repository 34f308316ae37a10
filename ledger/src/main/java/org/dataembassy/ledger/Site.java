package org.dataembassy.ledger;

/** The two places where the site service runs. Also MirrorMaker's cluster aliases, thus prefixes of mirrored topics. */
public enum Site {
    HOME("home"),
    EMBASSY("embassy");

    private final String label;

    Site(String label) {
        this.label = label;
    }

    /** As on the wire, in topics and in configuration. */
    public String label() {
        return label;
    }

    public Site other() {
        return this == HOME ? EMBASSY : HOME;
    }

    /**
     * The site with this label.
     *
     * @throws IllegalArgumentException for anything but {@code home} and {@code embassy}
     */
    public static Site of(String label) {
        for (Site site : values()) {
            if (site.label.equals(label)) {
                return site;
            }
        }
        throw new IllegalArgumentException("site: expected home or embassy");
    }
}
