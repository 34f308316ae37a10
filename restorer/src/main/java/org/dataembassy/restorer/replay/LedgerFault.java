package org.dataembassy.restorer.replay;

import java.util.Optional;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.problem.Problem;

/**
 * Why a ledger does not verify.
 *
 * @param blockIndex the first block that does not hold
 * @param place the record that shows it, where there is one
 * @param reason a name of {@code org.dataembassy.ledger.accept.Reason} or one of the constants here
 * @param detail in words, without event content
 */
public record LedgerFault(LedgerId ledger, long blockIndex, Optional<RecordPlace> place, String reason, String detail) {
    /** A signed checkpoint states another root or count for a head that this ledger has. */
    public static final String CHECKPOINT_CONTRADICTS = "CHECKPOINT_CONTRADICTS";
    /** A signed checkpoint states more blocks than the topics have. */
    public static final String TRUNCATED = "TRUNCATED";
    /** An event of a verified block is not one that the registry's schemas can read. */
    public static final String UNREADABLE_EVENT = "UNREADABLE_EVENT";
    /** An event of a verified block belongs to an entity of another partition. */
    public static final String WRONG_ENTITY_PARTITION = "WRONG_ENTITY_PARTITION";
    /** Records at the beginning of a topic are no longer kept. */
    public static final String RECORD_GONE = "RECORD_GONE";

    /** Whether it is the reader that lacks something, or the trust root that is disputed, rather than the ledger. */
    public Problem problem() {
        return switch (reason) {
            case "UNKNOWN_DATA_KEY", "GRANT_UNREADABLE" -> Problem.KEY_MISSING;
            case "TRUST_ROOT_FORKED" -> Problem.TRUST_ROOT_INVALID;
            default -> Problem.LEDGER_FAULT;
        };
    }

    /** One sentence: ledger, block, reason, place. */
    public String describe() {
        return ledger + ", block " + blockIndex + ": " + reason
                + place.map(where -> " at " + where).orElse("") + " (" + detail + ")";
    }
}
