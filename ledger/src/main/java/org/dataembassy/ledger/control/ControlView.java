package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * What the signed statements on control say so far: immutable, versioned. Two followers that have read the same
 * statements have equal views whatever the order of arrival.
 *
 * @param version grows with every statement taken in; for waking what waits, never for comparing followers
 * @param domain digest of the genesis trust root
 * @param trustRoot the highest version
 * @param epochs by registry, in order, first to last; the last one without a cut runs
 * @param closings by signing key id: it may sign only below these heads (blocks by partition)
 * @param schemas schema texts by their SHA-256
 * @param authors by statement key id: how far each author's chain has been taken in
 * @param alarms what an operator must hear of, sorted: expired trust root is not here (it depends on the time), forks are
 * @param trustRootForked whether two trust roots of one version exist, both signed by their officials: nothing new may
 *     be accepted until people have decided; {@code trustRoot} is the last undisputed version
 */
public record ControlView(
        long version,
        Digest domain,
        SignedTrustRoot trustRoot,
        Map<String, List<Epoch>> epochs,
        Map<Digest, KeyClosing> closings,
        Map<Digest, String> schemas,
        Map<Digest, AuthorHead> authors,
        List<String> alarms,
        boolean trustRootForked) {

    public ControlView {
        epochs = Map.copyOf(epochs);
        closings = Map.copyOf(closings);
        schemas = Map.copyOf(schemas);
        authors = Map.copyOf(authors);
        alarms = List.copyOf(alarms);
    }

    /** A view without a fork of the trust root. */
    public ControlView(
            long version,
            Digest domain,
            SignedTrustRoot trustRoot,
            Map<String, List<Epoch>> epochs,
            Map<Digest, KeyClosing> closings,
            Map<Digest, String> schemas,
            Map<Digest, AuthorHead> authors,
            List<String> alarms) {
        this(version, domain, trustRoot, epochs, closings, schemas, authors, alarms, false);
    }

    /** The view of a follower that has read nothing but the genesis (or the trusted chain that begins with it). */
    public static ControlView of(SignedTrustRoot genesis) {
        return new ControlView(
                1,
                genesis.digest(),
                genesis,
                firstEpochs(genesis.digest(), genesis),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of());
    }

    /** Epoch 1 of every registry that the trust root names, running. */
    static Map<String, List<Epoch>> firstEpochs(Digest domain, SignedTrustRoot trustRoot) {
        return trustRoot.root().registries().stream()
                .collect(Collectors.toMap(
                        TrustRoot.RegistryEntry::name,
                        registry -> List.of(new Epoch(1, domain, registry.firstPrimary(), Optional.empty()))));
    }

    public Optional<Epoch> runningEpoch(String registry) {
        List<Epoch> all = epochs.getOrDefault(registry, List.of());
        return all.isEmpty() || all.get(all.size() - 1).cut().isPresent()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1));
    }

    /** Whether two followers know the same; {@code version} does not count. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ControlView that
                && domain.equals(that.domain)
                && trustRoot.equals(that.trustRoot)
                && epochs.equals(that.epochs)
                && closings.equals(that.closings)
                && schemas.equals(that.schemas)
                && authors.equals(that.authors)
                && alarms.equals(that.alarms)
                && trustRootForked == that.trustRootForked;
    }

    @Override
    public int hashCode() {
        return Objects.hash(domain, trustRoot, epochs, closings, authors, alarms, trustRootForked);
    }

    /** An author's place on its own chain of statements. */
    public record AuthorHead(Digest keyId, long number, Digest statementDigest) {}

    /**
     * A signing key of a registry's writer is closed at these heads: blocks at or above are not believed. In a ledger that
     * is not named it has signed nothing that is believed.
     */
    public record KeyClosing(Digest signingKeyId, Map<LedgerId, Long> firstRefusedBlock, Instant closedAt) {
        public KeyClosing {
            firstRefusedBlock = Map.copyOf(firstRefusedBlock);
            Objects.requireNonNull(signingKeyId);
            Objects.requireNonNull(closedAt);
            if (firstRefusedBlock.values().stream().anyMatch(block -> block < 0)) {
                throw new IllegalArgumentException("key closing: expected block indexes of at least 0");
            }
        }

        /** What two closings of one key leave: the lower end in each ledger, the earlier time; order does not matter. */
        KeyClosing and(KeyClosing other) {
            Map<LedgerId, Long> lower = new HashMap<>();
            firstRefusedBlock.forEach((ledger, block) -> {
                Long theirs = other.firstRefusedBlock.get(ledger);
                if (theirs != null) {
                    lower.put(ledger, Math.min(block, theirs));
                }
            });
            return new KeyClosing(signingKeyId, lower, closedAt.isBefore(other.closedAt) ? closedAt : other.closedAt);
        }
    }
}
