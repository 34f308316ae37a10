package org.dataembassy.ledger.proof;

import static org.dataembassy.ledger.proof.ProofFault.BAD_SIGNATURE;
import static org.dataembassy.ledger.proof.ProofFault.BLOCK_NOT_UNDER_CHECKPOINT;
import static org.dataembassy.ledger.proof.ProofFault.CHECKPOINT_ELSEWHERE;
import static org.dataembassy.ledger.proof.ProofFault.CHECKPOINT_NOT_SIGNED;
import static org.dataembassy.ledger.proof.ProofFault.CLAIMS_MORE;
import static org.dataembassy.ledger.proof.ProofFault.CLOSING_NOT_SIGNED;
import static org.dataembassy.ledger.proof.ProofFault.COSIGNATURE_INVALID;
import static org.dataembassy.ledger.proof.ProofFault.EPOCH_NOT_PROVEN;
import static org.dataembassy.ledger.proof.ProofFault.EVENT_NOT_IN_BLOCK;
import static org.dataembassy.ledger.proof.ProofFault.MALFORMED;
import static org.dataembassy.ledger.proof.ProofFault.SCHEMA_NOT_SIGNED;
import static org.dataembassy.ledger.proof.ProofFault.SIGNING_KEY_CLOSED;
import static org.dataembassy.ledger.proof.ProofFault.SIGNING_KEY_NOT_VALID_HERE;
import static org.dataembassy.ledger.proof.ProofFault.UNKNOWN_SIGNING_KEY;
import static org.dataembassy.ledger.proof.ProofFault.WRONG_DOMAIN;
import static org.dataembassy.ledger.proof.ProofFault.WRONG_REGISTRY;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.control.SignedStatement;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.merkle.InclusionProofException;
import org.dataembassy.ledger.merkle.MerkleTree;
import org.dataembassy.ledger.note.CheckpointNote;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * Verifies proofs with trust roots alone: no network, no Kafka, no clock of its own. What it accepts has nothing in it
 * that could be changed unnoticed. For one proof; not thread-safe.
 */
public final class ProofVerifier {
    private final EventProofFile proof;
    private final TrustRootFile trust;
    private final TrustRoot root;
    private final BlockHeader header;
    private final Digest leaf;

    private ProofVerifier(EventProofFile proof, TrustRootFile anchor) {
        this.proof = proof;
        this.trust = anchor.and(proof.trustRoots());
        this.root = trust.highest().root();
        this.header = header(proof.header());
        this.leaf = MerkleTree.leafHash(proof.header());
    }

    /**
     * Verifies a proof.
     *
     * @param file the proof's bytes, from whoever
     * @param anchor what is believed
     * @param now for the trust root's expiry, which is stated and refuses nothing
     * @throws ProofRefusedException naming the first thing that does not hold
     */
    public static ProvenEvent verify(byte[] file, TrustRootFile anchor, Instant now) {
        return new ProofVerifier(EventProofFile.read(file), anchor).verify(now);
    }

    private ProvenEvent verify(Instant now) {
        requirePlace();
        VerifyingKey signingKey = requireSigned();
        requireEpoch();
        Optional<Long> closedAt = requireNotClosed();
        requireEvent();
        ProvenEvent.Schema schema = requireSchema();
        Optional<ProvenEvent.Stated> stated = proof.checkpoint().map(this::requireUnderCheckpoint);
        RestsOn restsOn = stated.isEmpty()
                ? RestsOn.BLOCK_SIGNATURE
                : stated.get().cosigned().isPresent() ? RestsOn.COSIGNED_CHECKPOINT : RestsOn.CHECKPOINT;
        if (restsOn != proof.restsOn()) {
            throw refused(
                    CLAIMS_MORE,
                    "it rests on " + restsOn.label() + " and says "
                            + proof.restsOn().label());
        }
        return new ProvenEvent(
                restsOn,
                proof.event(),
                header.firstSequence() + proof.place().indexInBlock(),
                header,
                leaf,
                signingKey.suite(),
                schema,
                stated,
                closedAt,
                new ProvenEvent.Trust(
                        root.country(), trust.domain(), root.version(), root.expires(), root.isExpired(now)));
    }

    private static BlockHeader header(byte[] bytes) {
        try {
            return BlockHeader.decode(bytes);
        } catch (MalformedBlockException e) {
            throw refused(MALFORMED, e.getMessage());
        }
    }

    private void requirePlace() {
        if (!header.domain().equals(trust.domain())) {
            throw refused(
                    WRONG_DOMAIN,
                    "the block is of domain " + header.domain() + ", the trust root of " + trust.domain());
        }
        TrustRoot.RegistryEntry registry = root.registry(header.ledger().registry())
                .orElseThrow(() -> refused(WRONG_REGISTRY, "there is no such registry"));
        if (header.ledger().partition() >= registry.partitions()) {
            throw refused(WRONG_REGISTRY, "the registry has " + registry.partitions() + " partitions");
        }
        if (header.cipher() == BlockHeader.Cipher.NONE && !registry.isPublic()) {
            throw refused(WRONG_REGISTRY, "its blocks are encrypted and this one is not");
        }
    }

    private VerifyingKey requireSigned() {
        String key = "signing key " + header.signingKeyId().abbreviated();
        VerifyingKey signingKey =
                root.blockVerifyingKey(header.signingKeyId()).orElseThrow(() -> refused(UNKNOWN_SIGNING_KEY, key));
        try {
            signingKey.verify(BlockSignature.signedBytes(proof.header()), proof.signature());
        } catch (SignatureInvalidException e) {
            throw refused(BAD_SIGNATURE, e.getMessage());
        }
        if (!root.allowsBlock(
                header.signingKeyId(), header.ledger(), header.site(), header.epochId(), header.blockIndex())) {
            throw refused(SIGNING_KEY_NOT_VALID_HERE, key);
        }
        return signingKey;
    }

    /** The first epoch follows from the genesis; a later one takes its mandate, for which format 1 only keeps a place. */
    private void requireEpoch() {
        Site primary = root.registry(header.ledger().registry()).orElseThrow().firstPrimary();
        if (header.epoch() != 1 || !header.epochId().equals(trust.domain()) || header.site() != primary) {
            throw refused(
                    EPOCH_NOT_PROVEN,
                    "epoch " + header.epoch() + " at " + header.site().label());
        }
    }

    private Optional<Long> requireNotClosed() {
        Optional<Long> closedAt = Optional.empty();
        for (byte[] envelope : proof.closings()) {
            long first = firstRefused(envelope);
            if (header.blockIndex() >= first) {
                throw refused(SIGNING_KEY_CLOSED, "at block " + first + ", and this is block " + header.blockIndex());
            }
            closedAt = Optional.of(Math.min(first, closedAt.orElse(Long.MAX_VALUE)));
        }
        return closedAt;
    }

    private long firstRefused(byte[] envelope) {
        SignedStatement statement = statement(envelope, CLOSING_NOT_SIGNED);
        if (!(statement.body() instanceof ControlStatement.KeyClosed closed)
                || !closed.closing().signingKeyId().equals(header.signingKeyId())) {
            throw refused(CLOSING_NOT_SIGNED, "it does not close the block's signing key");
        }
        return closed.closing().firstRefusedBlock().getOrDefault(header.ledger(), 0L);
    }

    private SignedStatement statement(byte[] envelope, ProofFault otherwise) {
        try {
            StrictEnvelopes.requireOwnSpelling(envelope);
            return SignedStatement.verify(envelope, trust.domain(), root);
        } catch (SignatureInvalidException | IllegalArgumentException e) {
            throw refused(otherwise, e.getMessage());
        }
    }

    private void requireEvent() {
        try {
            proof.place().verify(proof.event(), proof.schema().fingerprint(), header);
        } catch (InclusionProofException e) {
            throw refused(EVENT_NOT_IN_BLOCK, e.getMessage());
        }
    }

    private ProvenEvent.Schema requireSchema() {
        EventProofFile.Schema schema = proof.schema();
        if (!Digest.sha256(EventProofFile.utf8(schema.text())).equals(schema.fingerprint())) {
            throw refused(SCHEMA_NOT_SIGNED, "its fingerprint is not the hash of its text");
        }
        if (schema.statement().isEmpty()) {
            return new ProvenEvent.Schema(schema.fingerprint(), schema.text(), Optional.empty(), Optional.empty());
        }
        SignedStatement statement = statement(schema.statement().get(), SCHEMA_NOT_SIGNED);
        if (!(statement.body() instanceof ControlStatement.SchemaPublished published)
                || !published.fingerprint().equals(schema.fingerprint())
                || !published.registry().equals(header.ledger().registry())) {
            throw refused(SCHEMA_NOT_SIGNED, "the statement is about something else");
        }
        return new ProvenEvent.Schema(
                schema.fingerprint(),
                schema.text(),
                Optional.of(published.fullName()),
                Optional.of(statement.author().description()));
    }

    private ProvenEvent.Stated requireUnderCheckpoint(EventProofFile.Checkpoint checkpoint) {
        SignedCheckpoint signed = signed(checkpoint.statement());
        HeadStatement head = signed.checkpoint().heads().stream()
                .filter(stated -> stated.ledger().equals(header.ledger()))
                .findFirst()
                .orElseThrow(() -> refused(CHECKPOINT_ELSEWHERE, "it does not name " + header.ledger()));
        if (head.blocks() <= header.blockIndex() || head.events() <= header.lastSequence()) {
            throw refused(
                    CHECKPOINT_ELSEWHERE,
                    "it states " + head.blocks() + " blocks, and this is block " + header.blockIndex());
        }
        try {
            MerkleTree.verifyInclusion(leaf, header.blockIndex(), head.blocks(), checkpoint.path(), head.root());
        } catch (InclusionProofException e) {
            throw refused(BLOCK_NOT_UNDER_CHECKPOINT, e.getMessage());
        }
        Author author = root.author(signed.author()).orElseThrow();
        return new ProvenEvent.Stated(
                head.blocks(),
                head.events(),
                head.root(),
                author.description(),
                signed.issuedAt(),
                checkpoint.cosignature().map(note -> requireCosigned(note, head, author)));
    }

    private SignedCheckpoint signed(byte[] statement) {
        try {
            StrictEnvelopes.requireOwnSpelling(statement);
            SignedCheckpoint signed = SignedCheckpoint.verify(statement, asView(trust.highest()));
            requireKnownTrust(signed.checkpoint());
            return signed;
        } catch (SignatureInvalidException | IllegalArgumentException e) {
            throw refused(CHECKPOINT_NOT_SIGNED, e.getMessage());
        }
    }

    /** Whoever signed under another trust root of the same version lives in another history of the country. */
    private void requireKnownTrust(ControlStatement.Checkpoint checkpoint) {
        if (checkpoint.trustRootVersion() <= trust.chain().size()) {
            SignedTrustRoot known = trust.chain().get((int) checkpoint.trustRootVersion() - 1);
            if (!known.digest().equals(checkpoint.trustRootDigest())) {
                throw new IllegalArgumentException("checkpoint: was made under another trust root");
            }
        }
    }

    private ProvenEvent.Cosigned requireCosigned(String note, HeadStatement head, Author author) {
        try {
            CosignedCheckpoint cosigned = CosignedCheckpoint.verify(EventProofFile.utf8(note), trust.domain(), root);
            if (!cosigned.checkpoint().equals(CheckpointNote.of(trust.domain(), head))) {
                throw refused(COSIGNATURE_INVALID, "it is on another head than the checkpoint's");
            }
            if (cosigned.cosigner() == author.site()) {
                throw refused(COSIGNATURE_INVALID, "it is by the site whose checkpoint it is");
            }
            return new ProvenEvent.Cosigned(cosigned.cosigner(), cosigned.cosignedAt());
        } catch (SignatureInvalidException e) {
            throw refused(COSIGNATURE_INVALID, e.getMessage());
        }
    }

    private ControlView asView(SignedTrustRoot highest) {
        return new ControlView(1, trust.domain(), highest, Map.of(), Map.of(), Map.of(), Map.of(), List.of());
    }

    private static ProofRefusedException refused(ProofFault fault, String detail) {
        return new ProofRefusedException(fault, detail);
    }
}
