package org.dataembassy.ledger.proof;

import java.time.Instant;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.crypto.SignatureSuite;

/**
 * What a proof has proven: that the registry's writer signed this event, at this place of its ledger.
 *
 * @param event in the Confluent wire format; may be personal data
 * @param sequence of the event in its ledger
 * @param header of the block
 * @param leaf of the block
 * @param signatureSuite of the block's signature
 * @param closedAt first block that the signing key may not sign, if a closing is part of the evidence
 * @param trust the trust roots by which all this holds
 */
public record ProvenEvent(
        RestsOn restsOn,
        byte[] event,
        long sequence,
        BlockHeader header,
        Digest leaf,
        SignatureSuite signatureSuite,
        Schema schema,
        Optional<Stated> checkpoint,
        Optional<Long> closedAt,
        Trust trust) {

    /**
     * The schema in which the event is to be read: its fingerprint is in the event's leaf.
     *
     * @param signedBy who published it for this registry; empty if nothing shows that anybody did
     */
    public record Schema(Digest fingerprint, String text, Optional<String> fullName, Optional<String> signedBy) {}

    /** A checkpoint above the block, that the block is under. */
    public record Stated(
            long blocks, long events, Digest root, String author, Instant issuedAt, Optional<Cosigned> cosigned) {}

    /** The other site's word for the same head. */
    public record Cosigned(Site site, Instant at) {}

    /**
     * The trust roots.
     *
     * @param version the highest that file and proof together have
     * @param expired whether it had expired when the proof was verified: stated, and no refusal
     */
    public record Trust(String country, Digest domain, long version, Instant expires, boolean expired) {}
}
