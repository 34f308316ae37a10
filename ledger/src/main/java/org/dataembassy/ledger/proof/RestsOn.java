package org.dataembassy.ledger.proof;

import java.util.Optional;

/** The strongest thing on which a proof rests. */
public enum RestsOn {
    /** The other site had verified the whole ledger up to a checkpoint above the block. */
    COSIGNED_CHECKPOINT("cosigned-checkpoint"),
    /** A signed checkpoint above the block, by nobody else than its author's site. */
    CHECKPOINT("checkpoint"),
    /** The signature of the registry's writer on the block, nothing else. */
    BLOCK_SIGNATURE("block-signature");

    private final String label;

    RestsOn(String label) {
        this.label = label;
    }

    /** As in proofs and answers. */
    public String label() {
        return label;
    }

    static Optional<RestsOn> of(String label) {
        for (RestsOn one : values()) {
            if (one.label.equals(label)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
