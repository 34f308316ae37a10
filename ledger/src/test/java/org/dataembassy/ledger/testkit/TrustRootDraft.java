package org.dataembassy.ledger.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/** A trust root that a test changes before it is made; what is made keeps the rules or is refused. */
public final class TrustRootDraft {
    public String country;
    public long version;
    public Optional<Digest> previous;
    public Instant expires;
    public int threshold;
    public final List<TrustRoot.Official> officials;
    public final List<TrustRoot.SiteEntry> sites;
    public final List<TrustRoot.RegistryEntry> registries;
    public final List<TrustRoot.WriterEntry> writers;
    public final List<TrustRoot.BlockSigningKey> signingKeys;
    public final List<TrustRoot.Recipient> recipients;

    private TrustRootDraft(TrustRoot root) {
        country = root.country();
        version = root.version();
        previous = root.previous();
        expires = root.expires();
        threshold = root.threshold();
        officials = new ArrayList<>(root.officials());
        sites = new ArrayList<>(root.sites());
        registries = new ArrayList<>(root.registries());
        writers = new ArrayList<>(root.writers());
        signingKeys = new ArrayList<>(root.signingKeys());
        recipients = new ArrayList<>(root.recipients());
    }

    /** A copy. */
    public static TrustRootDraft of(TrustRoot root) {
        return new TrustRootDraft(root);
    }

    /** The next version, changed in nothing yet. */
    public static TrustRootDraft successorOf(SignedTrustRoot before) {
        TrustRootDraft draft = new TrustRootDraft(before.root());
        draft.version = before.root().version() + 1;
        draft.previous = Optional.of(before.digest());
        return draft;
    }

    public TrustRoot root() {
        return new TrustRoot(
                country,
                version,
                previous,
                expires,
                threshold,
                officials,
                sites,
                registries,
                writers,
                signingKeys,
                recipients);
    }
}
