package org.dataembassy.ledger.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockOpener;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.EventProof;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.merkle.CompactRange;
import org.dataembassy.ledger.note.CheckpointNote;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.proof.BlockPaths;
import org.dataembassy.ledger.proof.EventProofFile;
import org.dataembassy.ledger.proof.LedgerHistory;
import org.dataembassy.ledger.proof.RestsOn;

/** A ledger of some blocks in partition 1 of a registry, and proofs of its events. Not thread-safe. */
public final class TestProofs implements LedgerHistory {
    public static final Instant STATED = Instant.parse("2026-02-01T00:00:00Z");
    public static final Instant COSIGNED = Instant.parse("2026-02-01T00:00:02Z");

    private final TestTrust trust;
    private final LedgerId ledger;
    private final List<BlockSealer.Sealed> blocks = new ArrayList<>();

    private TestProofs(TestTrust trust, String registry) {
        this.trust = trust;
        this.ledger = new LedgerId(registry, 1);
    }

    /** A ledger of {@code blocks} blocks with three events each. */
    public static TestProofs of(TestTrust trust, String registry, int blocks, long seed) {
        return of(trust, registry, blocks, TestWriter.ofFirstEpoch(trust, registry, seed));
    }

    public static TestProofs of(TestTrust trust, String registry, int blocks, TestWriter writer) {
        TestProofs proofs = new TestProofs(trust, registry);
        for (int i = 0; i < blocks; i++) {
            proofs.blocks.add(writer.seal(1, 3));
        }
        return proofs;
    }

    public LedgerId ledger() {
        return ledger;
    }

    public List<BlockSealer.Sealed> blocks() {
        return blocks;
    }

    @Override
    public Digest leafAt(long blockIndex) {
        return blocks.get((int) blockIndex).leaf();
    }

    @Override
    public CompactRange frontierAt(long blockIndex) {
        return blocks.get((int) blockIndex).header().frontier();
    }

    /** What the ledger had when it had this many blocks. */
    public HeadStatement head(int blockCount) {
        return HeadStatement.of(ledger, blocks.get(blockCount - 1).after());
    }

    /** A checkpoint of the registry's writer. */
    public byte[] checkpoint(HeadStatement... heads) {
        return checkpoint(trust.writer(ledger.registry(), Site.HOME).statementKey(), heads);
    }

    public byte[] checkpoint(SigningKey author, HeadStatement... heads) {
        return new StatementSigner(trust.domain(), author, Optional.empty())
                .signCheckpoint(
                        new ControlStatement.Checkpoint(
                                List.of(heads), 1, trust.genesis().digest(), List.of()),
                        STATED);
    }

    /** The embassy's cosignature. */
    public String cosignature(HeadStatement head) {
        return note(CosignedCheckpoint.sign(
                CheckpointNote.of(trust.domain(), head),
                Site.EMBASSY,
                trust.embassy().statementKey(),
                COSIGNED));
    }

    public static String note(CosignedCheckpoint cosigned) {
        return new String(cosigned.note(), java.nio.charset.StandardCharsets.UTF_8);
    }

    public EventProofFile.Schema schema() {
        return schema(TestEvents.schema());
    }

    /** Published by the registry's writer. */
    public EventProofFile.Schema schema(SchemaUse use) {
        byte[] statement = new StatementSigner(
                        trust.domain(),
                        trust.writer(ledger.registry(), Site.HOME).statementKey(),
                        Optional.empty())
                .signNext(
                        new SchemaPublished(
                                ledger.registry(),
                                "TestEvent",
                                use.fingerprint(),
                                use.text().orElseThrow()),
                        STATED);
        return new EventProofFile.Schema(use.fingerprint(), use.text().orElseThrow(), Optional.of(statement));
    }

    /** Under a cosigned checkpoint of all blocks. */
    public EventProofFile cosigned(int block, int indexInBlock) {
        return proof(block, indexInBlock, blocks.size(), true);
    }

    /** Under the writer's checkpoint of {@code size} blocks. */
    public EventProofFile proof(int block, int indexInBlock, int size, boolean cosigned) {
        HeadStatement head = head(size);
        return proof(
                block,
                indexInBlock,
                Optional.of(new EventProofFile.Checkpoint(
                        BlockPaths.path(block, size, this),
                        checkpoint(head),
                        cosigned ? Optional.of(cosignature(head)) : Optional.empty())));
    }

    public EventProofFile proof(int block, int indexInBlock, Optional<EventProofFile.Checkpoint> checkpoint) {
        BlockSealer.Sealed sealed = blocks.get(block);
        OpenedBlock opened = opened(sealed);
        RestsOn restsOn = checkpoint.isEmpty()
                ? RestsOn.BLOCK_SIGNATURE
                : checkpoint.get().cosignature().isPresent() ? RestsOn.COSIGNED_CHECKPOINT : RestsOn.CHECKPOINT;
        return new EventProofFile(
                restsOn,
                opened.events().get(indexInBlock),
                EventProof.of(opened, indexInBlock),
                schema(),
                sealed.block().header(),
                sealed.block().signature(),
                checkpoint,
                List.of(),
                List.of());
    }

    private OpenedBlock opened(BlockSealer.Sealed sealed) {
        try {
            var first = blocks.get(0).header();
            Optional<DataKey> dataKey = first.keyGrant().isEmpty()
                    ? Optional.empty()
                    : first.keyGrant()
                            .get()
                            .unwrap(
                                    trust.embassy().recipient(),
                                    first.domain(),
                                    first.ledger().registry(),
                                    first.epochId());
            return BlockOpener.openAccepted(sealed.block(), sealed.leaf(), id -> dataKey);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
