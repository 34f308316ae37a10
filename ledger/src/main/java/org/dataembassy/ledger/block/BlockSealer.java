package org.dataembassy.ledger.block;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.merkle.MerkleTree;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Seals events into blocks for one registry, epoch and signing key. Thread-safe; several blocks of different partitions
 * may be sealed at once, and no lock is held meanwhile.
 *
 * <p>Signing once is the caller's duty: whoever has got a sealed block for a place keeps it (the seal journal) and never
 * asks for another one there.
 */
public final class BlockSealer {
    /** What stays the same for all blocks of a writer. */
    public record Identity(Digest domain, String registry, int epoch, Digest epochId, Site site) {
        public Identity {
            Objects.requireNonNull(domain, "domain");
            LedgerId.requireRegistryName(registry);
            if (epoch < 1) {
                throw new IllegalArgumentException("epoch: expected at least 1, got " + epoch);
            }
            Objects.requireNonNull(epochId, "epochId");
            Objects.requireNonNull(site, "site");
        }
    }

    /**
     * One block to seal. Lists need no order but that of {@code events}; instants are cut to microseconds.
     *
     * @param head the ledger's head before this block
     * @param events 1 to {@link BlockLimits#MAX_EVENTS}, each in the Confluent wire format, in order
     * @param schemas every schema that {@code events} use, with its text where this partition has not seen it
     * @param transaction all blocks of the transaction, this one included
     * @param sources carried forward, with the positions of this block's events; ids as {@link
     *     BlockHeader#isSourceId} allows
     */
    public record Request(
            LedgerId ledger,
            Head head,
            List<byte[]> events,
            List<SchemaUse> schemas,
            Instant firstRecordedAt,
            Instant lastRecordedAt,
            Instant sealedAt,
            List<BlockPlace> transaction,
            SortedMap<String, Long> sources) {
        /** @throws EmbassyException EVENT_TOO_LARGE */
        public Request {
            Objects.requireNonNull(ledger, "ledger");
            Objects.requireNonNull(head, "head");
            events = List.copyOf(events);
            requireEventSizes(ledger, head, events);
            schemas = schemas.stream()
                    .sorted(Comparator.comparingInt(SchemaUse::id))
                    .toList();
            firstRecordedAt = firstRecordedAt.truncatedTo(ChronoUnit.MICROS);
            lastRecordedAt = lastRecordedAt.truncatedTo(ChronoUnit.MICROS);
            sealedAt = sealedAt.truncatedTo(ChronoUnit.MICROS);
            transaction = transaction.stream().sorted().toList();
        }

        private static void requireEventSizes(LedgerId ledger, Head head, List<byte[]> events) {
            for (int i = 0; i < events.size(); i++) {
                if (events.get(i).length > BlockLimits.MAX_EVENT_BYTES) {
                    throw new EmbassyException(
                            Problem.EVENT_TOO_LARGE,
                            "The event for " + ledger + "#" + (head.nextSequence() + i) + " has " + events.get(i).length
                                    + " bytes, more than " + BlockLimits.MAX_EVENT_BYTES + ".");
                }
            }
        }
    }

    /** A sealed block and the head after it. */
    public record Sealed(SealedBlock block, BlockHeader header, Digest leaf, Head after) {}

    private final Identity identity;
    private final SigningKey signingKey;
    private final Digest signingKeyId;
    private final Optional<DataKeySession> dataKeys;
    private final SecureRandom random;

    /** @param dataKeys empty exactly if the trust root says that the registry is public */
    public BlockSealer(
            Identity identity, SigningKey signingKey, Optional<DataKeySession> dataKeys, SecureRandom random) {
        this.identity = Objects.requireNonNull(identity, "identity");
        this.signingKey = Objects.requireNonNull(signingKey, "signingKey");
        this.signingKeyId = signingKey.verifyingKey().keyId();
        this.dataKeys = dataKeys;
        dataKeys.ifPresent(session -> session.requireFor(identity));
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Seals one block.
     *
     * @throws IllegalArgumentException if the request is not one that a block can hold, naming the field
     */
    public Sealed seal(Request request) {
        if (!request.ledger().registry().equals(identity.registry())) {
            throw new IllegalArgumentException(
                    "ledger: expected one of registry " + identity.registry() + ", got " + request.ledger());
        }
        PlainBody body = new PlainBody(EventSecret.generate(random), request.schemas(), request.events());
        Digest eventsRoot =
                EventLeaves.of(body.secret(), body.schemas(), body.events()).root();
        if (dataKeys.isEmpty()) {
            byte[] stored = StoredBody.encodePublic(body, BlockHeader.Compression.ZSTD);
            return sign(request, eventsRoot, stored, Optional.empty());
        }
        DataKeySession.Lease lease = dataKeys.get().lease(request.ledger().partition());
        byte[] associatedData = StoredBody.associatedData(
                identity.domain(),
                request.ledger(),
                request.head().nextBlockIndex(),
                lease.dataKey().id());
        byte[] stored = StoredBody.encodeEncrypted(
                body, BlockHeader.Compression.ZSTD, lease.dataKey(), lease.nonce(), associatedData);
        Sealed sealed = sign(request, eventsRoot, stored, Optional.of(lease));
        dataKeys.get().sealed(lease, request.ledger().partition());
        return sealed;
    }

    private Sealed sign(Request request, Digest eventsRoot, byte[] stored, Optional<DataKeySession.Lease> lease) {
        BlockHeader header = new BlockHeader(
                identity.domain(),
                request.ledger(),
                identity.epoch(),
                identity.epochId(),
                identity.site(),
                request.head().nextBlockIndex(),
                request.head().frontier(),
                request.head().nextSequence(),
                request.events().size(),
                request.firstRecordedAt(),
                request.lastRecordedAt(),
                request.sealedAt(),
                request.transaction(),
                request.sources(),
                eventsRoot,
                Digest.sha256(stored),
                BlockHeader.Compression.ZSTD,
                lease.isPresent() ? BlockHeader.Cipher.AES_256_GCM : BlockHeader.Cipher.NONE,
                lease.map(l -> l.dataKey().id()),
                lease.map(DataKeySession.Lease::nonce).orElse(new byte[0]),
                signingKeyId,
                lease.flatMap(DataKeySession.Lease::grant));
        byte[] headerBytes = header.encode();
        SealedBlock block = new SealedBlock(headerBytes, BlockSignature.sign(signingKey, headerBytes), stored);
        Digest leaf = MerkleTree.leafHash(headerBytes);
        return new Sealed(block, header, leaf, request.head().after(leaf, header.eventCount()));
    }
}
