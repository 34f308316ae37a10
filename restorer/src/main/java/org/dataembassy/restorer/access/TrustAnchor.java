package org.dataembassy.restorer.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * What trust begins with: the digest of the genesis trust root, and the root itself where it is at hand.
 *
 * @param domain the digest; from a key store, or read out by the owners of the trust root
 * @param genesis if at hand; otherwise it is looked for on the control topics, by its digest
 */
public record TrustAnchor(Digest domain, Optional<SignedTrustRoot> genesis) {
    private static final int GENESIS_VERSION = 1;

    public TrustAnchor {
        if (genesis.isPresent() && !genesis.get().digest().equals(domain)) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "The trust root has digest " + genesis.get().digest() + ", but the key store belongs to " + domain
                            + ".");
        }
    }

    /** The domain that a key store carries. */
    public static TrustAnchor ofDomain(Digest domain) {
        return new TrustAnchor(domain, Optional.empty());
    }

    /**
     * A genesis trust root in a file. Its digest is what the operator must compare with the one that its owners read out.
     *
     * @throws EmbassyException TRUST_ROOT_INVALID
     */
    public static TrustAnchor ofFile(Path trustRootFile) {
        try {
            SignedTrustRoot genesis = SignedTrustRoot.parse(Files.readAllBytes(trustRootFile));
            if (genesis.root().version() != GENESIS_VERSION) {
                throw new EmbassyException(
                        Problem.TRUST_ROOT_INVALID,
                        "The trust root " + trustRootFile + " has version "
                                + genesis.root().version() + "; trust begins with version 1, the genesis.");
            }
            return new TrustAnchor(genesis.digest(), Optional.of(genesis));
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID, "The trust root " + trustRootFile + " can't be read.", e);
        }
    }

    /** A genesis trust root in a file that must be the one of a key store's domain. */
    public static TrustAnchor ofFile(Path trustRootFile, Digest domain) {
        return new TrustAnchor(domain, ofFile(trustRootFile).genesis());
    }
}
