package org.dataembassy.site.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.merkle.CompactRange;

/**
 * The entry that says how far the store has come; written last, so that nothing it claims is missing.
 *
 * @param stateSchema fingerprint of the schema in which the states of this store are written
 * @param last the last block applied; empty for an empty ledger
 * @param halt why the partition stands still, if it does
 * @param multisetHash keyed hash over all other entries, by which a restored store will be compared with this head;
 *     empty while it isn't kept
 */
public record HeadEntry(
        Digest stateSchema, Head head, Optional<LastBlock> last, Optional<Halt> halt, byte[] multisetHash) {
    private static final int FORMAT = 1;

    /** What answers say of the last block: its epoch, leaf and times. */
    public record LastBlock(int epoch, Digest epochId, Digest leaf, Instant lastRecordedAt, Instant sealedAt) {}

    public static HeadEntry empty(Digest stateSchema) {
        return new HeadEntry(stateSchema, Head.EMPTY, Optional.empty(), Optional.empty(), new byte[0]);
    }

    public HeadEntry moved(Head after, LastBlock block) {
        return new HeadEntry(stateSchema, after, Optional.of(block), Optional.empty(), multisetHash);
    }

    public HeadEntry halted(Optional<Halt> now) {
        return new HeadEntry(stateSchema, head, last, now, multisetHash);
    }

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT)
                .digest(stateSchema)
                .count(head.nextBlockIndex())
                .count(head.nextSequence());
        head.frontier().hashes().forEach(out::digest);
        out.flag(last.isPresent());
        last.ifPresent(block -> out.count(block.epoch())
                .digest(block.epochId())
                .digest(block.leaf())
                .instant(block.lastRecordedAt())
                .instant(block.sealedAt()));
        out.flag(halt.isPresent());
        halt.ifPresent(h -> out.text(h.reason().name()).text(h.detail()).instant(h.since()));
        return out.bytes(multisetHash).done();
    }

    static HeadEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        Digest stateSchema = in.digest();
        long blocks = in.count();
        long events = in.count();
        List<Digest> hashes = new ArrayList<>();
        for (int i = Long.bitCount(blocks); i > 0; i--) {
            hashes.add(in.digest());
        }
        Optional<LastBlock> last = in.flag()
                ? Optional.of(new LastBlock(
                        Math.toIntExact(in.count()), in.digest(), in.digest(), in.instant(), in.instant()))
                : Optional.empty();
        Optional<Halt> halt = in.flag()
                ? Optional.of(new Halt(HaltReason.valueOf(in.text()), in.text(), in.instant()))
                : Optional.empty();
        byte[] multisetHash = in.bytes();
        in.end();
        return new HeadEntry(
                stateSchema, new Head(blocks, events, new CompactRange(blocks, hashes)), last, halt, multisetHash);
    }
}
