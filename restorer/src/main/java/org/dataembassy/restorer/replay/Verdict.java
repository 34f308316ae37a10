package org.dataembassy.restorer.replay;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.OpenedBlock;

/** What a judge says of a record. */
public sealed interface Verdict {

    /**
     * The next block of the ledger.
     *
     * @param opened empty only if the judge does not look into bodies
     */
    record Next(BlockHeader header, Digest leaf, Optional<OpenedBlock> opened, Head after) implements Verdict {}

    /** Anything else; {@code judgement} is never {@link Judgement.Accepted}. */
    record NotNext(Judgement judgement) implements Verdict {}
}
