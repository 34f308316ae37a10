package org.dataembassy.ledger.trust;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;

/** A trust root in words, for those who sign and those who read: every key by its whole id. Pure. */
public final class TrustRootWords {
    private TrustRootWords() {}

    /** All of it, a line for each entry. */
    public static List<String> of(TrustRoot root) {
        List<String> lines = new ArrayList<>();
        lines.add("country " + root.country() + ", version " + root.version()
                + root.previous().map(before -> ", follows " + before).orElse(", the genesis"));
        lines.add("expires " + root.expires());
        lines.add(root.threshold() + " of " + root.officials().size() + " officials must sign");
        root.officials().forEach(official -> lines.add(words(official)));
        root.sites().forEach(site -> lines.add(words(new Author.OfSite(site))));
        root.registries().forEach(registry -> lines.add(words(registry)));
        root.writers().forEach(writer -> lines.add(words(new Author.OfWriter(writer))));
        root.signingKeys().forEach(key -> lines.add(words(key)));
        root.recipients().forEach(recipient -> lines.add(words(recipient)));
        return lines;
    }

    /** What {@code after} changes against {@code before}, a line for each; whatever differs has one. */
    public static List<String> changes(TrustRoot before, TrustRoot after) {
        List<String> lines = new ArrayList<>();
        if (!before.country().equals(after.country())) {
            lines.add("country: " + before.country() + " becomes " + after.country());
        }
        if (before.version() + 1 != after.version()) {
            lines.add("version: " + before.version() + " becomes " + after.version());
        }
        if (!before.expires().equals(after.expires())) {
            lines.add("expires: " + before.expires() + " becomes " + after.expires()
                    + (after.expires().isBefore(before.expires()) ? " (EARLIER)" : ""));
        }
        if (before.threshold() != after.threshold()) {
            lines.add("threshold: " + before.threshold() + " becomes " + after.threshold()
                    + (after.threshold() < before.threshold() ? " (LOWER)" : ""));
        }
        compare(lines, "officials", before.officials(), after.officials(), TrustRootWords::words);
        compare(lines, "sites", before.sites(), after.sites(), entry -> words(new Author.OfSite(entry)));
        compare(lines, "registries", before.registries(), after.registries(), TrustRootWords::words);
        compare(lines, "writers", before.writers(), after.writers(), entry -> words(new Author.OfWriter(entry)));
        signingKeys(lines, before, after);
        compare(lines, "recipients", before.recipients(), after.recipients(), TrustRootWords::words);
        return lines;
    }

    private static <T> void compare(
            List<String> lines, String what, List<T> before, List<T> after, Function<T, String> words) {
        List<String> was = before.stream().map(words).toList();
        List<String> is = after.stream().map(words).toList();
        was.stream().filter(one -> !is.contains(one)).forEach(one -> lines.add("- " + one));
        is.stream().filter(one -> !was.contains(one)).forEach(one -> lines.add("+ " + one));
        List<String> kept = was.stream().filter(is::contains).toList();
        if (!kept.equals(is.stream().filter(was::contains).toList())) {
            lines.add("the order of " + what + " changes");
        }
    }

    /** By key, so that a narrowed one is one line and not two of its kind. */
    private static void signingKeys(List<String> lines, TrustRoot before, TrustRoot after) {
        Map<Digest, List<BlockSigningKey>> was = byKey(before.signingKeys());
        Map<Digest, List<BlockSigningKey>> is = byKey(after.signingKeys());
        was.forEach((keyId, entries) -> {
            List<BlockSigningKey> now = is.get(keyId);
            if (now == null) {
                entries.forEach(entry -> lines.add("- " + words(entry)));
            } else if (!ranges(entries).equals(ranges(now))
                    || !entries.get(0).verifyingKey().equals(now.get(0).verifyingKey())) {
                lines.add("! signing key of " + place(entries.get(0)) + " may sign less: " + ranges(entries)
                        + " becomes " + ranges(now) + ": " + key(entries.get(0).verifyingKey()));
            }
        });
        is.forEach((keyId, entries) -> {
            if (!was.containsKey(keyId)) {
                entries.forEach(entry -> lines.add("+ " + words(entry)));
            }
        });
        List<Digest> kept = was.keySet().stream().filter(is::containsKey).toList();
        if (!kept.equals(is.keySet().stream().filter(was::containsKey).toList())) {
            lines.add("the order of signing keys changes");
        }
    }

    private static Map<Digest, List<BlockSigningKey>> byKey(List<BlockSigningKey> entries) {
        Map<Digest, List<BlockSigningKey>> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.computeIfAbsent(entry.verifyingKey().keyId(), id -> new ArrayList<>())
                .add(entry));
        return byKey;
    }

    private static String words(TrustRoot.Official official) {
        return "official " + official.name() + ": " + key(official.verifyingKey());
    }

    private static String words(Author author) {
        String end = author.lastStatement() == TrustRoot.NO_END
                ? ""
                : author.lastStatement() == 0
                        ? ", NOTHING OF IT BELIEVED"
                        : ", ended: believed up to statement " + author.lastStatement();
        return "statements of " + author.description() + end + ": " + key(author.statementKey());
    }

    private static String words(TrustRoot.RegistryEntry registry) {
        return "registry " + registry.name() + ": " + registry.partitions()
                + (registry.partitions() == 1 ? " partition, " : " partitions, ")
                + (registry.isPublic() ? "public (not encrypted)" : "encrypted") + ", first primary "
                + registry.firstPrimary().label() + ", linger " + registry.lingerMillis() + " ms";
    }

    private static String words(BlockSigningKey key) {
        return "signing key of " + place(key) + ", " + range(key) + ": " + key(key.verifyingKey());
    }

    private static String words(TrustRoot.Recipient recipient) {
        return "data keys are wrapped to " + recipient.name() + ": recipient key "
                + recipient.recipientKey().keyId();
    }

    private static String place(BlockSigningKey key) {
        return key.registry() + " at " + key.site().label();
    }

    private static List<String> ranges(List<BlockSigningKey> entries) {
        return entries.stream().map(TrustRootWords::range).toList();
    }

    private static String range(BlockSigningKey key) {
        String where = key.partition()
                        .map(partition -> "partition " + partition)
                        .orElse("every partition")
                + key.epochId().map(epoch -> " of epoch " + epoch.abbreviated()).orElse("");
        if (key.lastBlock() < key.firstBlock()) {
            return where + " STRUCK OUT";
        }
        String last = Optional.of(key.lastBlock())
                .filter(block -> block != Long.MAX_VALUE)
                .map(block -> " to " + block)
                .orElse(" on");
        return where + " block " + key.firstBlock() + last;
    }

    private static String key(VerifyingKey key) {
        return key.suite().label() + " " + key.keyId();
    }
}
