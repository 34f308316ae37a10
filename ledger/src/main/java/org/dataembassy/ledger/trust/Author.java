package org.dataembassy.ledger.trust;

import java.util.Optional;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.VerifyingKey;

/** Someone who signs statements with a chain of his own: a site or a registry's writer at a site. */
public sealed interface Author {
    Site site();

    VerifyingKey statementKey();

    /** The last number on the chain that is believed; {@link TrustRoot#NO_END} while the author goes on. */
    long lastStatement();

    /** The registry whose writer this is; empty for a site. */
    Optional<String> registry();

    /** {@code site} or {@code writer}, for people. */
    String role();

    /** For people: {@code site embassy}, {@code writer of legislation at home}. */
    String description();

    /** Whether an entry of the trust root has ended this author's chain. */
    default boolean isRetired() {
        return lastStatement() != TrustRoot.NO_END;
    }

    /** A site. */
    record OfSite(TrustRoot.SiteEntry entry) implements Author {
        @Override
        public Site site() {
            return entry.site();
        }

        @Override
        public VerifyingKey statementKey() {
            return entry.statementKey();
        }

        @Override
        public long lastStatement() {
            return entry.lastStatement();
        }

        @Override
        public Optional<String> registry() {
            return Optional.empty();
        }

        @Override
        public String role() {
            return "site";
        }

        @Override
        public String description() {
            return "site " + entry.site().label();
        }
    }

    /** A registry's writer at a site. */
    record OfWriter(TrustRoot.WriterEntry entry) implements Author {
        @Override
        public Site site() {
            return entry.site();
        }

        @Override
        public VerifyingKey statementKey() {
            return entry.statementKey();
        }

        @Override
        public long lastStatement() {
            return entry.lastStatement();
        }

        @Override
        public Optional<String> registry() {
            return Optional.of(entry.registry());
        }

        @Override
        public String role() {
            return "writer";
        }

        @Override
        public String description() {
            return "writer of " + entry.registry() + " at " + entry.site().label();
        }
    }
}
