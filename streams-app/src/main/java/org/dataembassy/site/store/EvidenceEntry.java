package org.dataembassy.site.store;

import java.time.Instant;
import java.util.List;
import org.dataembassy.ledger.Digest;

/**
 * Signed blocks that must not be lost although they were not applied: both sides of an equivocation, or an orphan. A
 * header and its signature prove what was signed; the body stays where it was found.
 *
 * @param reason a name of {@link org.dataembassy.ledger.accept.Reason}
 * @param blocks the block that was judged; for an equivocation, then the one that had been accepted, if it could be read
 */
public record EvidenceEntry(String reason, String detail, Instant seenAt, List<Witness> blocks) {
    private static final int FORMAT = 1;

    /** Which place in its ledger a block claims, and its leaf. */
    public record Place(int epoch, long blockIndex, Digest leaf) {}

    /** What one signature covers, and where it was found. */
    public record Witness(Location location, byte[] header, byte[] signature) {}

    public EvidenceEntry {
        blocks = List.copyOf(blocks);
    }

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT)
                .text(reason)
                .text(detail)
                .instant(seenAt)
                .count(blocks.size());
        for (Witness block : blocks) {
            block.location.write(out);
            out.bytes(block.header).bytes(block.signature);
        }
        return out.done();
    }

    static EvidenceEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        String reason = in.text();
        String detail = in.text();
        Instant seenAt = in.instant();
        Witness[] blocks = new Witness[in.size()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = new Witness(Location.read(in), in.bytes(), in.bytes());
        }
        in.end();
        return new EvidenceEntry(reason, detail, seenAt, List.of(blocks));
    }
}
