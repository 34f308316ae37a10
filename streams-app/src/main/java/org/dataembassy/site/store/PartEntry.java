package org.dataembassy.site.store;

/** A large part of an entity with its name, which tells two parts apart should their blinded names ever be equal. */
record PartEntry(String name, byte[] content) {
    private static final int FORMAT = 1;

    byte[] encode() {
        return new EntryWriter(FORMAT).text(name).bytes(content).done();
    }

    static PartEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        PartEntry part = new PartEntry(in.text(), in.bytes());
        in.end();
        return part;
    }
}
