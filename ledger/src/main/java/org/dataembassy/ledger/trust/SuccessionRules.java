package org.dataembassy.ledger.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;
import org.dataembassy.ledger.trust.TrustRoot.RegistryEntry;

/**
 * What a trust root may change against the version before it. History must stay verifiable: what was ever named stays
 * named, and may only be narrowed. Refuses with an {@link IllegalArgumentException}.
 */
final class SuccessionRules {
    private SuccessionRules() {}

    static void check(TrustRoot before, Digest digestBefore, TrustRoot after) {
        require(after.version() == before.version() + 1, "version: expected " + (before.version() + 1));
        require(
                after.previous().filter(digestBefore::equals).isPresent(),
                "previous: expected the digest of version " + before.version());
        require(after.country().equals(before.country()), "country: never changes");
        checkRegistries(before.registries(), after.registries());
        checkAuthors("sites", before.sites(), after.sites(), SuccessionRules::siteAuthor);
        checkAuthors("writers", before.writers(), after.writers(), SuccessionRules::writerAuthor);
        checkSigningKeys(before.signingKeys(), after.signingKeys());
    }

    private static void checkRegistries(List<RegistryEntry> before, List<RegistryEntry> after) {
        require(after.size() >= before.size(), "registries: none may be removed");
        for (int i = 0; i < before.size(); i++) {
            RegistryEntry was = before.get(i);
            RegistryEntry is = after.get(i);
            require(was.name().equals(is.name()), "registries: their order never changes and new ones come last");
            require(was.partitions() == is.partitions(), "registries: partitions of " + was.name() + " never change");
            require(was.isPublic() == is.isPublic(), "registries: public of " + was.name() + " never changes");
            require(
                    was.firstPrimary() == is.firstPrimary(),
                    "registries: firstPrimary of " + was.name() + " never changes");
        }
    }

    /** What is fixed about an author of statements, and how far its chain is believed. */
    private record Fixed(Object place, VerifyingKey key, long lastStatement) {}

    private static Fixed siteAuthor(TrustRoot.SiteEntry entry) {
        return new Fixed(entry.site(), entry.statementKey(), entry.lastStatement());
    }

    private static Fixed writerAuthor(TrustRoot.WriterEntry entry) {
        return new Fixed(List.of(entry.registry(), entry.site()), entry.statementKey(), entry.lastStatement());
    }

    private static <T> void checkAuthors(String field, List<T> before, List<T> after, Function<T, Fixed> fixed) {
        require(after.size() >= before.size(), field + ": none may be removed; end its statements instead");
        for (int i = 0; i < before.size(); i++) {
            Fixed was = fixed.apply(before.get(i));
            Fixed is = fixed.apply(after.get(i));
            require(
                    was.place().equals(is.place()) && was.key().equals(is.key()),
                    field + ": entries never change place or key, and new ones come last");
            require(is.lastStatement() <= was.lastStatement(), field + ": a lastStatement may only become lower");
        }
    }

    private static void checkSigningKeys(List<BlockSigningKey> before, List<BlockSigningKey> after) {
        Map<Digest, List<BlockSigningKey>> was = byKey(before);
        Map<Digest, List<BlockSigningKey>> is = byKey(after);
        List<Digest> order = List.copyOf(is.keySet());
        int place = 0;
        for (Digest keyId : was.keySet()) {
            require(
                    place < order.size() && Objects.equals(order.get(place), keyId),
                    "signingKeys: none may be removed, their order never changes, and new ones come last");
            place++;
            for (BlockSigningKey entry : Objects.requireNonNull(is.get(keyId))) {
                require(
                        was.get(keyId).stream().anyMatch(entry::isWithin),
                        "signingKeys: what a key may sign may only become less");
            }
        }
    }

    private static Map<Digest, List<BlockSigningKey>> byKey(List<BlockSigningKey> entries) {
        Map<Digest, List<BlockSigningKey>> byKey = new LinkedHashMap<>();
        for (BlockSigningKey entry : entries) {
            byKey.computeIfAbsent(entry.verifyingKey().keyId(), id -> new ArrayList<>())
                    .add(entry);
        }
        return byKey;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
