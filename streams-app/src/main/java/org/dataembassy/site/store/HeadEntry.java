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
 * @param rebuild the last rebuilding of this store from the ledger, under way or done
 * @param version grows by at least one with every head that is written, also over a rebuilding: of two heads of one
 *     partition the one with the higher version is the later
 * @param multisetHash keyed hash over all other entries, with which they are compared when a task begins; meaningless
 *     while the store is being emptied
 */
public record HeadEntry(
        Digest stateSchema,
        Head head,
        Optional<LastBlock> last,
        Optional<Halt> halt,
        Optional<Rebuild> rebuild,
        long version,
        MultisetHash multisetHash) {
    private static final int FORMAT = 2;

    /** What answers say of the last block: its epoch, leaf and times. */
    public record LastBlock(int epoch, Digest epochId, Digest leaf, Instant lastRecordedAt, Instant sealedAt) {}

    public static HeadEntry empty(Digest stateSchema) {
        return new HeadEntry(
                stateSchema, Head.EMPTY, Optional.empty(), Optional.empty(), Optional.empty(), 0, MultisetHash.EMPTY);
    }

    public HeadEntry moved(Head after, LastBlock block) {
        return new HeadEntry(stateSchema, after, Optional.of(block), Optional.empty(), rebuild, version, multisetHash);
    }

    public HeadEntry halted(Optional<Halt> now) {
        return new HeadEntry(stateSchema, head, last, now, rebuild, version, multisetHash);
    }

    public HeadEntry rebuilding(Rebuild now) {
        return new HeadEntry(stateSchema, head, last, halt, Optional.of(now), version, multisetHash);
    }

    /** As it is written. */
    HeadEntry written(long asVersion, MultisetHash entries) {
        return new HeadEntry(stateSchema, head, last, halt, rebuild, asVersion, entries);
    }

    /** Whether the store is being emptied or filled again. */
    public boolean isBeingRebuilt() {
        return rebuild.isPresent() && rebuild.get().stage() != Rebuild.Stage.DONE;
    }

    /** Whether the store is being emptied. */
    public boolean isBeingEmptied() {
        return rebuild.isPresent() && rebuild.get().stage() == Rebuild.Stage.EMPTYING;
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
        out.flag(rebuild.isPresent());
        rebuild.ifPresent(r -> r.write(out));
        return out.count(version).bytes(multisetHash.revealBytes()).done();
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
        Optional<Rebuild> rebuild = in.flag() ? Optional.of(Rebuild.read(in)) : Optional.empty();
        long version = in.count();
        MultisetHash multisetHash = MultisetHash.of(in.bytes());
        in.end();
        return new HeadEntry(
                stateSchema,
                new Head(blocks, events, new CompactRange(blocks, hashes)),
                last,
                halt,
                rebuild,
                version,
                multisetHash);
    }
}
