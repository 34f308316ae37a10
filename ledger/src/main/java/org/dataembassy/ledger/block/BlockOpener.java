package org.dataembassy.ledger.block;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.UnopenableBlockException.Fault;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.NotAuthenticException;

/**
 * Opens a block whose header is believed already: because its signature has been verified (package accept), or because it
 * was accepted earlier and has the leaf that was kept then (as-of queries, proofs). Stateless.
 */
public final class BlockOpener {
    private BlockOpener() {}

    /**
     * Checks the body against the header, decrypts, decompresses, and recomputes eventsRoot and count.
     *
     * @param header {@link BlockHeader#decode} of {@code block}'s header, which the caller has reason to believe
     * @param dataKeys asked only if the body is encrypted
     */
    public static OpenedBlock open(SealedBlock block, BlockHeader header, DataKeys dataKeys)
            throws UnopenableBlockException {
        verifyBodyDigest(block, header);
        PlainBody body = readBody(block, header, dataKeys);
        if (body.events().size() != header.eventCount()) {
            throw new UnopenableBlockException(
                    Fault.EVENT_COUNT_MISMATCH,
                    where(header) + ": expected " + header.eventCount() + " events, got "
                            + body.events().size());
        }
        Digest eventsRoot =
                EventLeaves.of(body.secret(), body.schemas(), body.events()).root();
        if (!eventsRoot.equals(header.eventsRoot())) {
            throw new UnopenableBlockException(
                    Fault.EVENTS_ROOT_MISMATCH,
                    where(header) + ": expected events with root " + header.eventsRoot() + ", got " + eventsRoot);
        }
        return new OpenedBlock(header, block.leaf(), body.secret(), body.schemas(), body.events());
    }

    /** Opens a block that was accepted earlier with this leaf, which stands in for the signature. */
    public static OpenedBlock openAccepted(SealedBlock block, Digest expectedLeaf, DataKeys dataKeys)
            throws UnopenableBlockException {
        verifyAgainstLeaf(block, expectedLeaf);
        try {
            return open(block, BlockHeader.decode(block.header()), dataKeys);
        } catch (MalformedBlockException e) {
            throw new IllegalStateException("a header was accepted that can't be read: leaf " + expectedLeaf, e);
        }
    }

    /** @throws UnopenableBlockException LEAF_MISMATCH unless this is the header that has the leaf */
    public static void verifyAgainstLeaf(SealedBlock block, Digest expectedLeaf) throws UnopenableBlockException {
        Digest leaf = block.leaf();
        if (!leaf.equals(expectedLeaf)) {
            throw new UnopenableBlockException(
                    Fault.LEAF_MISMATCH, "block: expected leaf " + expectedLeaf + ", got " + leaf);
        }
    }

    /** @throws UnopenableBlockException BODY_DIGEST_MISMATCH unless the body is the one that the header names */
    public static void verifyBodyDigest(SealedBlock block, BlockHeader header) throws UnopenableBlockException {
        Digest bodyDigest = Digest.sha256(block.body());
        if (!bodyDigest.equals(header.bodyDigest())) {
            throw new UnopenableBlockException(
                    Fault.BODY_DIGEST_MISMATCH,
                    where(header) + ": expected a body with digest " + header.bodyDigest() + ", got " + bodyDigest);
        }
    }

    private static PlainBody readBody(SealedBlock block, BlockHeader header, DataKeys dataKeys)
            throws UnopenableBlockException {
        try {
            if (header.dataKeyId().isEmpty()) {
                return StoredBody.decodePublic(block.body(), header.compression());
            }
            Digest dataKeyId = header.dataKeyId().get();
            DataKey dataKey = dataKeys.find(dataKeyId)
                    .orElseThrow(() -> new UnopenableBlockException(
                            Fault.UNKNOWN_DATA_KEY, where(header) + ": no data key " + dataKeyId.abbreviated()));
            byte[] associatedData =
                    StoredBody.associatedData(header.domain(), header.ledger(), header.blockIndex(), dataKeyId);
            return StoredBody.decodeEncrypted(
                    block.body(), header.compression(), dataKey, header.nonce(), associatedData);
        } catch (NotAuthenticException e) {
            throw new UnopenableBlockException(Fault.BODY_NOT_AUTHENTIC, where(header) + ": " + e.getMessage(), e);
        } catch (MalformedBlockException e) {
            throw new UnopenableBlockException(Fault.MALFORMED_BODY, where(header) + ": " + e.getMessage(), e);
        }
    }

    private static String where(BlockHeader header) {
        return header.ledger() + " block " + header.blockIndex();
    }
}
