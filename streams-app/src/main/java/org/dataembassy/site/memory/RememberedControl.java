package org.dataembassy.site.memory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;

/**
 * The farthest that this instance has seen of control.
 *
 * @param trustRootVersion 0 if none was seen
 * @param epochIds by registry, from epoch 1 on
 * @param authors by statement key id in hexadecimal
 */
record RememberedControl(
        long trustRootVersion,
        Digest trustRootDigest,
        SortedMap<String, List<Digest>> epochIds,
        SortedMap<String, Author> authors) {
    static final RememberedControl NOTHING =
            new RememberedControl(0, Digest.sha256(), new TreeMap<>(), new TreeMap<>());

    /** How far an author's chain of statements went. */
    record Author(long number, Digest statement) {}

    RememberedControl {
        epochIds = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(epochIds));
        authors = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(authors));
    }

    /** What is remembered once {@code view} has been seen too. */
    RememberedControl and(ControlView view) {
        SortedMap<String, List<Digest>> epochs = new TreeMap<>(epochIds);
        view.epochs().forEach((registry, all) -> {
            if (all.size() >= epochs.getOrDefault(registry, List.of()).size()) {
                epochs.put(registry, all.stream().map(Epoch::epochId).toList());
            }
        });
        SortedMap<String, Author> heads = new TreeMap<>(authors);
        view.authors().forEach((keyId, head) -> {
            Author known = heads.get(keyId.hex());
            if (known == null || head.number() >= known.number) {
                heads.put(keyId.hex(), new Author(head.number(), head.statementDigest()));
            }
        });
        boolean newer = view.trustRoot().root().version() >= trustRootVersion;
        return new RememberedControl(
                newer ? view.trustRoot().root().version() : trustRootVersion,
                newer ? view.trustRoot().digest() : trustRootDigest,
                epochs,
                heads);
    }

    /** What of this {@code view} does not hold any more, a sentence; empty if it holds all. */
    Optional<String> missingIn(ControlView view) {
        return trustRootMissing(view).or(() -> epochMissing(view)).or(() -> statementMissing(view));
    }

    private Optional<String> trustRootMissing(ControlView view) {
        // A forked trust root steps back to the last undisputed version, and stops acceptance by itself.
        if (view.trustRootForked() || trustRootVersion == 0) {
            return Optional.empty();
        }
        long version = view.trustRoot().root().version();
        if (version < trustRootVersion) {
            return Optional.of("control gives trust root version " + version + ", this site has seen version "
                    + trustRootVersion + " with digest " + trustRootDigest);
        }
        if (version == trustRootVersion && !view.trustRoot().digest().equals(trustRootDigest)) {
            return Optional.of("control gives trust root version " + version + " with digest "
                    + view.trustRoot().digest() + ", this site has seen it with digest " + trustRootDigest);
        }
        return Optional.empty();
    }

    private Optional<String> epochMissing(ControlView view) {
        for (Map.Entry<String, List<Digest>> registry : epochIds.entrySet()) {
            List<Digest> now = view.epochs().getOrDefault(registry.getKey(), List.of()).stream()
                    .map(Epoch::epochId)
                    .toList();
            List<Digest> seen = registry.getValue();
            if (now.size() < seen.size() || !now.subList(0, seen.size()).equals(seen)) {
                return Optional.of("control gives " + now.size() + " epochs of " + registry.getKey()
                        + ", this site has seen " + seen.size() + ", the last one with id "
                        + seen.get(seen.size() - 1));
            }
        }
        return Optional.empty();
    }

    private Optional<String> statementMissing(ControlView view) {
        Map<String, Author> now = new TreeMap<>();
        view.authors()
                .forEach((keyId, head) -> now.put(keyId.hex(), new Author(head.number(), head.statementDigest())));
        for (Map.Entry<String, Author> author : authors.entrySet()) {
            Author seen = author.getValue();
            Author given = now.get(author.getKey());
            boolean cutOff = given == null || given.number < seen.number;
            if (cutOff || given.number == seen.number && !given.statement.equals(seen.statement)) {
                return Optional.of("control gives "
                        + (given == null ? "no statement" : "statement " + given.number + ", " + given.statement)
                        + " as the last of the author " + author.getKey() + ", this site has seen statement "
                        + seen.number + ", " + seen.statement);
            }
        }
        return Optional.empty();
    }
}
