package org.dataembassy.ledger.kafka.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlEvidence;
import org.dataembassy.ledger.control.ControlFold;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fold of a follower, from the search for the genesis on. Not thread-safe. */
final class FollowedControl {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedControl.class);

    private final Digest domain;
    private SignedTrustRoot genesis;
    private ControlFold fold;

    FollowedControl(Digest domain, Optional<SignedTrustRoot> genesis) {
        this.domain = domain;
        genesis.ifPresent(this::begin);
    }

    /** What to do after a record. */
    enum Next {
        READ_ON,
        /** The genesis was found: what came before it on any topic has to be read again. */
        READ_ALL_AGAIN
    }

    /** @param place of the record, for messages */
    Next take(byte[] envelope, String place) {
        if (envelope == null) {
            return Next.READ_ON;
        }
        if (fold == null) {
            Optional<SignedTrustRoot> found = asGenesis(envelope);
            found.ifPresent(this::begin);
            return found.isPresent() ? Next.READ_ALL_AGAIN : Next.READ_ON;
        }
        ControlFold.Outcome outcome = fold.take(envelope);
        switch (outcome.result()) {
            case REFUSED, FORK -> LOG.warn("control {} is {}: {}", place, outcome.result(), outcome.detail());
            case APPLIED, WAITING, DUPLICATE -> {}
        }
        return Next.READ_ON;
    }

    /** Empty until the genesis was found. */
    Optional<ControlView> view() {
        return fold == null ? Optional.empty() : Optional.of(fold.view());
    }

    /** The statements themselves; empty until the genesis was found. */
    Optional<ControlEvidence> evidence() {
        return fold == null ? Optional.empty() : Optional.of(fold.evidence());
    }

    Optional<ControlSnapshot> snapshot() {
        if (fold == null) {
            return Optional.empty();
        }
        List<byte[]> envelopes = new ArrayList<>();
        envelopes.add(genesis.envelope());
        envelopes.addAll(fold.snapshot());
        return Optional.of(new ControlSnapshot(domain, envelopes));
    }

    /** Whether records were refused for want of room: they have to be read again once there is some. */
    boolean hasOverflowed() {
        return fold != null && fold.hasOverflowed();
    }

    /** Goes on with what was kept and room for what was refused; all topics have to be read again from the start. */
    void makeRoom() {
        List<byte[]> kept = fold.snapshot();
        fold = new ControlFold(genesis);
        kept.forEach(fold::take);
    }

    private void begin(SignedTrustRoot found) {
        if (!found.digest().equals(domain)) {
            throw new IllegalArgumentException("genesis: expected the trust root with digest " + domain);
        }
        genesis = found;
        fold = new ControlFold(found);
    }

    private Optional<SignedTrustRoot> asGenesis(byte[] envelope) {
        try {
            return Optional.of(SignedTrustRoot.parse(envelope))
                    .filter(root -> root.digest().equals(domain));
        } catch (EmbassyException e) {
            return Optional.empty();
        }
    }
}
