package org.dataembassy.site.query;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockOpener;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.block.EventProof;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.block.UnopenableBlockException;
import org.dataembassy.ledger.control.ControlEvidence;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.control.SignedStatement;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.proof.BlockPaths;
import org.dataembassy.ledger.proof.EventProofFile;
import org.dataembassy.ledger.proof.ProofRefusedException;
import org.dataembassy.ledger.proof.ProofVerifier;
import org.dataembassy.ledger.proof.RestsOn;
import org.dataembassy.ledger.proof.StrictEnvelopes;
import org.dataembassy.ledger.proof.TrustRootFile;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.LedgerStore;

/**
 * Puts proofs together from the ledger, the store and control, and hands out none that it hasn't verified itself as its
 * receiver will, with the genesis alone. Takes at most log2(n) + 2 blocks of a ledger of n. Thread-safe.
 */
public final class EventProofs {
    private final SiteView view;
    private final LocalStores stores;
    private final LedgerBlocks blocks;
    private final Supplier<Optional<ControlEvidence>> evidence;
    private final Function<LedgerId, Optional<CosignedHead>> cosigned;

    /**
     * @param evidence the signed statements behind the control view
     * @param cosigned the highest cosigned head of a ledger
     */
    public EventProofs(
            SiteView view,
            LocalStores stores,
            LedgerBlocks blocks,
            Supplier<Optional<ControlEvidence>> evidence,
            Function<LedgerId, Optional<CosignedHead>> cosigned) {
        this.view = view;
        this.stores = stores;
        this.blocks = blocks;
        this.evidence = evidence;
        this.cosigned = cosigned;
    }

    /**
     * The head of a ledger when it had this many blocks, from the block before.
     *
     * @param blockCount 1 to those of the present head
     * @throws QueryProblem if the ledger can't be read at present
     */
    public HeadStatement headAt(LedgerId ledger, long blockCount) {
        LedgerStore store = stores.store(ledger);
        return guarded(ledger, () -> headAt(ledger, blockCount, new StoreHistory(store, blocks)));
    }

    private static HeadStatement headAt(LedgerId ledger, long blockCount, StoreHistory history) {
        BlockHeader last = history.headerAt(blockCount - 1);
        return new HeadStatement(ledger, blockCount, last.lastSequence() + 1, BlockPaths.rootAt(blockCount, history));
    }

    /**
     * The proof of the event with this sequence.
     *
     * @throws QueryProblem if there is no such event yet, or it can't be proven here and now
     */
    public ProofAnswer proof(LedgerId ledger, long sequence) {
        TrustRoot.RegistryEntry registry = view.registry(ledger.registry());
        if (ledger.partition() >= registry.partitions()) {
            throw QueryProblem.notFound(
                    "partition-unknown",
                    "The registry " + registry.name() + " has " + registry.partitions() + " partitions.",
                    "Use a partition from 0 to " + (registry.partitions() - 1) + ".");
        }
        LedgerStore store = stores.store(ledger);
        Optional<HeadEntry> entry = headOf(ledger, store);
        Head head = entry.map(HeadEntry::head).orElse(Head.EMPTY);
        Provenance provenance = view.provenance(ledger, entry);
        if (sequence < 0 || sequence >= head.nextSequence()) {
            throw QueryProblem.notFound(
                    "event-unknown",
                    ledger + " has events with the sequences 0 to " + (head.nextSequence() - 1) + " here.",
                    "Use one of these; if the event is new, wait until the head has passed it.");
        }
        return guarded(ledger, () -> new ProofAnswer(build(store, head, sequence), provenance));
    }

    /** Blocks never change, so only the head is read at the gate. */
    private Optional<HeadEntry> headOf(LedgerId ledger, LedgerStore store) {
        Lock gate = view.board().gate(ledger).readLock();
        gate.lock();
        try {
            return guarded(ledger, store::head);
        } finally {
            gate.unlock();
        }
    }

    private EventProofFile build(LedgerStore store, Head head, long sequence) {
        ControlView control = view.requireControl();
        ControlEvidence statements = evidence.get()
                .orElseThrow(() -> QueryProblem.unavailable(
                        "trust-root-missing",
                        "The trust root has not been found on control yet.",
                        "See /readyz for what the service waits for."));
        long blockIndex = blockOf(store, head, sequence);
        SealedBlock block = blocks.sealed(
                store, blockIndex, each -> isSigned(each, control.trustRoot().root()));
        OpenedBlock opened = open(store, block);
        int index = Math.toIntExact(sequence - opened.header().firstSequence());
        byte[] event = opened.events().get(index);
        Optional<EventProofFile.Checkpoint> checkpoint = checkpoint(store, head, blockIndex);
        EventProofFile proof = new EventProofFile(
                checkpoint.isEmpty()
                        ? RestsOn.BLOCK_SIGNATURE
                        : checkpoint.get().cosignature().isPresent() ? RestsOn.COSIGNED_CHECKPOINT : RestsOn.CHECKPOINT,
                event,
                EventProof.of(opened, index),
                schema(store, opened, event, control, statements),
                block.header(),
                block.signature(),
                checkpoint,
                new TrustRootFile(statements.trustRoots()).laterEnvelopes(),
                statements.closingStatements().getOrDefault(opened.header().signingKeyId(), List.of()).stream()
                        .filter(each -> leaves(each, opened.header(), control))
                        .map(StrictEnvelopes::ownSpelling)
                        .toList());
        return verified(proof, statements);
    }

    /**
     * Whether a closing leaves the block its signing key. One that doesn't has no effect there: the control view, which
     * knows what was stated before it, has let the block in.
     */
    private static boolean leaves(byte[] closing, BlockHeader header, ControlView control) {
        try {
            SignedStatement statement = SignedStatement.verify(
                    closing, control.domain(), control.trustRoot().root());
            return statement.body() instanceof ControlStatement.KeyClosed closed
                    && closed.closing().firstRefusedBlock().getOrDefault(header.ledger(), 0L) > header.blockIndex();
        } catch (SignatureInvalidException e) {
            return false;
        }
    }

    private EventProofFile verified(EventProofFile proof, ControlEvidence statements) {
        try {
            TrustRootFile genesis = new TrustRootFile(statements.trustRoots().subList(0, 1));
            ProofVerifier.verify(proof.toJson(), genesis, view.now());
            return proof;
        } catch (ProofRefusedException e) {
            throw QueryProblem.unavailable(
                    "proof-unavailable",
                    "A proof was put together that does not hold: " + e.fault() + ".",
                    "Ask again in a moment; if it stays, report it with the log of the site service.");
        }
    }

    /** By bisection over the store's entries of blocks. */
    private static long blockOf(LedgerStore store, Head head, long sequence) {
        long low = 0;
        long high = head.nextBlockIndex() - 1;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            BlockEntry entry = store.appliedBlock(middle);
            if (entry.firstSequence() <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static boolean isSigned(SealedBlock block, TrustRoot root) {
        try {
            Optional<VerifyingKey> key =
                    root.blockVerifyingKey(BlockHeader.decode(block.header()).signingKeyId());
            if (key.isEmpty()) {
                return false;
            }
            BlockSignature.verify(key.get(), block);
            return true;
        } catch (MalformedBlockException | SignatureInvalidException e) {
            return false; // altered on this topic since; another carrier may have the true one
        }
    }

    private static OpenedBlock open(LedgerStore store, SealedBlock block) {
        try {
            return BlockOpener.openAccepted(block, block.leaf(), store::dataKey);
        } catch (UnopenableBlockException e) {
            throw QueryProblem.unavailable(
                    "block-unreadable",
                    "A block of " + store.ledger() + " can't be opened from the topic where its header was found.",
                    "Bring the block back by any carrier; the present state can be asked for without it.");
        }
    }

    private static EventProofFile.Schema schema(
            LedgerStore store, OpenedBlock opened, byte[] event, ControlView control, ControlEvidence statements) {
        int id = EventCodec.schemaId(event);
        SchemaUse use = opened.schemas().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an opened block lacks the schema of its event"));
        Digest fingerprint = use.fingerprint();
        String text = use.text()
                .or(() -> store.schemaText(fingerprint))
                .or(() -> Optional.ofNullable(control.schemas().get(fingerprint)))
                .orElseThrow(() -> QueryProblem.unavailable(
                        "schema-missing",
                        "The text of schema " + fingerprint + " is neither in the ledger nor on control.",
                        "Publish the schema on control."));
        return new EventProofFile.Schema(
                fingerprint,
                text,
                Optional.ofNullable(statements.schemaStatements().get(fingerprint))
                        .map(StrictEnvelopes::ownSpelling));
    }

    /** The best there is: a cosigned one, else the newest of the registry's writer that agrees with this site. */
    private Optional<EventProofFile.Checkpoint> checkpoint(LedgerStore store, Head head, long blockIndex) {
        LedgerId ledger = store.ledger();
        StoreHistory history = new StoreHistory(store, blocks);
        return cosigned.apply(ledger)
                .filter(best -> reaches(best.head(), head, blockIndex))
                .or(() -> stated(ledger, head, blockIndex, history))
                .map(best -> new EventProofFile.Checkpoint(
                        BlockPaths.path(blockIndex, best.head().blocks(), history),
                        StrictEnvelopes.ownSpelling(best.checkpoint().envelope()),
                        best.cosigned()
                                .map(CosignedCheckpoint::note)
                                .map(note -> new String(note, java.nio.charset.StandardCharsets.UTF_8))));
    }

    private Optional<CosignedHead> stated(LedgerId ledger, Head head, long blockIndex, StoreHistory history) {
        Optional<SignedCheckpoint> checkpoint = view.writersCheckpoint(ledger.registry());
        return checkpoint.stream()
                .flatMap(each -> each.checkpoint().heads().stream())
                .filter(stated -> stated.ledger().equals(ledger) && reaches(stated, head, blockIndex))
                .filter(stated -> headAt(ledger, stated.blocks(), history).equals(stated))
                .findFirst()
                .map(stated -> new CosignedHead(checkpoint.get(), stated, Optional.empty()));
    }

    private static boolean reaches(HeadStatement stated, Head head, long blockIndex) {
        return stated.blocks() > blockIndex && stated.blocks() <= head.nextBlockIndex();
    }

    private <T> T guarded(LedgerId ledger, Supplier<T> question) {
        return StoreFaults.guarded(view.board(), ledger, question);
    }
}
