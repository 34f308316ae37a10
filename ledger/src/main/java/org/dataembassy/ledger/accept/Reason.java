package org.dataembassy.ledger.accept;

/**
 * Every reason that acceptance can give, by rule of design.md section 7. Each is reached by a test that builds the
 * attack.
 */
public enum Reason {
    ACCEPTED(3, "next in its ledger, verified and opened"),
    MALFORMED_BLOCK(1, "the record is not a sealed block"),
    UNKNOWN_FORMAT(1, "the header's format is not known to this version"),
    MALFORMED_HEADER(1, "the header can't be read or a field is out of range"),
    WRONG_DOMAIN(1, "the block belongs to another country or to a drill"),
    WRONG_REGISTRY(1, "the block belongs to another registry than its topic"),
    WRONG_PARTITION(1, "the block belongs to another partition, or to one that the registry does not have"),
    WRONG_EPOCH_NUMBER(1, "the block's epoch number is not that of its epochId"),
    WRONG_SITE(1, "the block's site is not the primary of its epoch"),
    BAD_SIGNATURE(1, "the signature does not verify with the signing key that the header names"),
    SIGNING_KEY_NOT_VALID_HERE(1, "the trust root does not allow this signing key to sign this block"),
    SIGNING_KEY_CLOSED(1, "the signing key was closed at or below this block"),
    BODY_DIGEST_MISMATCH(1, "the body is not the one that was signed"),
    NOT_ENCRYPTED(1, "the registry is not public, but the body is not encrypted"),
    UNKNOWN_SIGNING_KEY(2, "no trust root seen so far names the signing key"),
    TRUST_ROOT_FORKED(2, "two trust roots of one version exist, both validly signed; nothing new is believed"),
    UNKNOWN_EPOCH(2, "no mandate seen so far began this epoch"),
    UNKNOWN_DATA_KEY(2, "no grant seen so far gives this recipient the data key"),
    WRONG_SEQUENCE(1, "the block's first sequence does not follow the ledger's last event"),
    BODY_NOT_AUTHENTIC(1, "decryption failed: the body was not sealed with the data key that the header names"),
    MALFORMED_BODY(1, "the body can't be decompressed or read within its bounds"),
    GRANT_UNREADABLE(1, "the key grant for this recipient does not unwrap to the data key it names"),
    EVENTS_ROOT_MISMATCH(1, "the events are not those that the header commits to"),
    EVENT_COUNT_MISMATCH(1, "the number of events is not the one in the header"),
    DUPLICATE(4, "the same block again"),
    EQUIVOCATION_OTHER_LEAF(4, "another block was signed for a place that is already taken"),
    EQUIVOCATION_OTHER_HISTORY(4, "the block was signed on top of another history"),
    GAP(5, "blocks below this one are missing"),
    ORPHAN(6, "the block lies past the cut of an ended epoch");

    private final int rule;
    private final String meaning;

    Reason(int rule, String meaning) {
        this.rule = rule;
        this.meaning = meaning;
    }

    /** Rule of design.md section 7, 1 to 6. */
    public int rule() {
        return rule;
    }

    public String meaning() {
        return meaning;
    }
}
