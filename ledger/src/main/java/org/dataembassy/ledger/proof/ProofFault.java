package org.dataembassy.ledger.proof;

/** Why a proof is refused; the names are in every refusal and in docs/formats.md. */
public enum ProofFault {
    /** Not a proof of a format that this version reads, or not written as it is written. */
    MALFORMED("the file is not a proof, or not written as proofs are"),
    /** A later trust root in the proof doesn't follow the trust root file, or contradicts it. */
    TRUST_ROOT_NOT_FOLLOWING("a later trust root in the proof does not follow from the trust root file"),
    WRONG_DOMAIN("the block is of another country or of a drill"),
    WRONG_REGISTRY("the trust root has no such registry or partition, or it does not seal blocks like this one"),
    UNKNOWN_SIGNING_KEY("no trust root names the signing key"),
    BAD_SIGNATURE("the block's signature does not hold"),
    SIGNING_KEY_NOT_VALID_HERE("the trust root does not allow the signing key to sign this block"),
    SIGNING_KEY_CLOSED("the signing key was closed below this block"),
    /** Of an epoch whose mandate the proof would have to hold. */
    EPOCH_NOT_PROVEN("nothing shows that the block's epoch began by right"),
    EVENT_NOT_IN_BLOCK("the event is not at this place of the block"),
    SCHEMA_NOT_SIGNED("the schema is not one that the registry's writer has signed"),
    CLOSING_NOT_SIGNED("a statement that should close the signing key does not"),
    CHECKPOINT_NOT_SIGNED("the checkpoint is not one that its author has signed by right"),
    /** The signed checkpoint says nothing of this block. */
    CHECKPOINT_ELSEWHERE("the checkpoint does not reach to the block"),
    BLOCK_NOT_UNDER_CHECKPOINT("the block is not in the history that the checkpoint states"),
    COSIGNATURE_INVALID("the cosignature is not one of the other site on this checkpoint"),
    /** What the proof says of itself isn't what it holds. */
    CLAIMS_MORE("the proof says that it rests on something else than it does");

    private final String meaning;

    ProofFault(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
