package org.dataembassy.restorer.replay;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.OpenedBlock;

/**
 * A block that is the next one of its ledger, verified.
 *
 * @param opened empty only if bodies are not looked into
 * @param after the head with it
 * @param place where the record lies that was accepted; another copy may lie elsewhere
 */
public record VerifiedBlock(
        BlockHeader header, Digest leaf, Optional<OpenedBlock> opened, Head after, RecordPlace place) {}
