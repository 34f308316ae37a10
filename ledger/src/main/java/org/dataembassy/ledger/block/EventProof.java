package org.dataembassy.ledger.block;

import java.util.Arrays;
import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.InclusionProofException;
import org.dataembassy.ledger.merkle.LeafHashes;
import org.dataembassy.ledger.merkle.MerkleTree;

/**
 * Shows that one event, of one schema, is in a block without telling the others: its salt, and the path from its leaf to the header's
 * eventsRoot. The header's own proof (signature, path to a checkpoint or cut) is not in here.
 *
 * @param indexInBlock from 0; the event's sequence is the header's first sequence plus this
 * @param salt {@link EventSecret#SALT_BYTES} bytes
 * @param path siblings, lowest first (RFC 6962 section 2.1.1)
 */
public record EventProof(int indexInBlock, byte[] salt, List<Digest> path) {
    public EventProof {
        path = List.copyOf(path);
        salt = salt.clone();
        if (indexInBlock < 0 || salt.length != EventSecret.SALT_BYTES) {
            throw new IllegalArgumentException("event proof: expected an index of at least 0 and a salt of "
                    + EventSecret.SALT_BYTES + " bytes, got " + indexInBlock + " and " + salt.length);
        }
    }

    /** The proof of the event at {@code indexInBlock} of an opened block. */
    public static EventProof of(OpenedBlock block, int indexInBlock) {
        LeafHashes leaves = EventLeaves.of(block.secret(), block.schemas(), block.events());
        return new EventProof(indexInBlock, block.secret().salt(indexInBlock), leaves.inclusionPath(indexInBlock));
    }

    /** A copy. */
    @Override
    public byte[] salt() {
        return salt.clone();
    }

    /**
     * @param schema fingerprint of the schema in which {@code event} is to be read
     * @throws InclusionProofException unless {@code event}, of this schema, is at this index of the block with this header
     */
    public void verify(byte[] event, Digest schema, BlockHeader header) throws InclusionProofException {
        LeafHashes leaf = new LeafHashes(1);
        leaf.addSalted(salt, 0, salt.length, schema.bytes(), event);
        MerkleTree.verifyInclusion(leaf.root(), indexInBlock, header.eventCount(), path, header.eventsRoot());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventProof that
                && indexInBlock == that.indexInBlock
                && Arrays.equals(salt, that.salt)
                && path.equals(that.path);
    }

    @Override
    public int hashCode() {
        return 31 * indexInBlock + path.hashCode();
    }
}
