package org.dataembassy.restorer.replay;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;

/**
 * Which blocks refused records claim to be, so that a missing block can be reported with the reason why the record in
 * its place was refused. Only claims above the head matter; bounded. Not thread-safe.
 */
final class Claims {
    private static final int MAX_CLAIMS = 10_000;

    /** A refused record. */
    record Claim(RecordPlace place, Reason reason, String detail) {}

    private final TreeMap<Long, Claim> byIndex = new TreeMap<>();

    /** What the header of a refused record says, if it can be read at all; never believed. */
    static OptionalLong claimedBlockIndex(LedgerId ledger, byte[] value) {
        try {
            BlockHeader header = BlockHeader.decode(SealedBlock.decode(value).header());
            return header.ledger().equals(ledger) ? OptionalLong.of(header.blockIndex()) : OptionalLong.empty();
        } catch (MalformedBlockException e) {
            return OptionalLong.empty();
        }
    }

    void add(long blockIndex, Claim claim) {
        byIndex.merge(
                blockIndex,
                claim,
                (known, later) -> isAnybodys(known.reason()) && !isAnybodys(later.reason()) ? later : known);
        if (byIndex.size() > MAX_CLAIMS) {
            byIndex.pollLastEntry();
        }
    }

    /** Forgets what the head has passed. */
    void passed(long nextBlockIndex) {
        byIndex.headMap(nextBlockIndex).clear();
    }

    /**
     * Whether somebody without any signing key can make a record that is refused so: put in front of the true block, it
     * must not hide why that one isn't believed.
     */
    private static boolean isAnybodys(Reason reason) {
        return switch (reason) {
            case MALFORMED_BLOCK,
                    UNKNOWN_FORMAT,
                    MALFORMED_HEADER,
                    WRONG_DOMAIN,
                    WRONG_REGISTRY,
                    WRONG_PARTITION,
                    WRONG_EPOCH_NUMBER,
                    WRONG_SITE,
                    UNKNOWN_SIGNING_KEY,
                    BAD_SIGNATURE,
                    BODY_DIGEST_MISMATCH -> true;
            default -> false;
        };
    }

    /** The first record that was refused in this place; one that only a holder of a signing key can make comes first. */
    Optional<Claim> at(long blockIndex) {
        return Optional.ofNullable(byIndex.get(blockIndex));
    }
}
