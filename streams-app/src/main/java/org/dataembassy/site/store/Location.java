package org.dataembassy.site.store;

/** Where a record was read from; an address in one topic, never an identity. */
public record Location(String topic, long offset) {
    void write(EntryWriter out) {
        out.text(topic).count(offset);
    }

    static Location read(EntryReader in) {
        return new Location(in.text(), in.count());
    }
}
