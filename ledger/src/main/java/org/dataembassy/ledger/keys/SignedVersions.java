package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustProposal;

/**
 * Which draft an official has signed of each version: two complete trust roots of one version fork the country's trust,
 * and every registry halts. Lies beside the key store as {@code NAME.signed}, a line {@code VERSION DIGEST} each; whoever
 * loses it loses the reminder, nothing else.
 */
public final class SignedVersions {
    private final Path file;
    private final Map<Long, Digest> byVersion;

    private SignedVersions(Path file, Map<Long, Digest> byVersion) {
        this.file = file;
        this.byVersion = byVersion;
    }

    /** @throws EmbassyException INPUT_UNREADABLE */
    public static SignedVersions beside(Path keyStore) {
        String name = keyStore.getFileName().toString();
        String base = name.endsWith(".p12") ? name.substring(0, name.length() - ".p12".length()) : name;
        Path file = keyStore.resolveSibling(base + ".signed");
        Map<Long, Digest> byVersion = new TreeMap<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file, UTF_8)) {
                    String[] words = line.split(" ", -1);
                    byVersion.put(Long.parseLong(words[0]), Digest.fromHex(words[1]));
                }
            }
            return new SignedVersions(file, byVersion);
        } catch (IOException | RuntimeException e) {
            throw new EmbassyException(
                    Problem.INPUT_UNREADABLE,
                    "file " + file + ": is not the list of versions that this official has signed",
                    e);
        }
    }

    /**
     * Notes that a draft is about to be signed.
     *
     * @param insteadOf the digest of the draft that this one replaces, by its first digits
     * @throws EmbassyException TRUST_SIGNED_ANOTHER if another draft of that version was signed and isn't named
     */
    public void note(TrustProposal draft, Optional<String> insteadOf) {
        long version = draft.root().version();
        Digest earlier = byVersion.get(version);
        if (draft.digest().equals(earlier)) {
            return;
        }
        if (earlier != null
                && insteadOf
                        .filter(digits -> digits.length() >= 16 && earlier.hex().startsWith(digits))
                        .isEmpty()) {
            throw new EmbassyException(
                    Problem.TRUST_SIGNED_ANOTHER,
                    "Of version " + version + " this official has signed the draft " + earlier
                            + " already; this one is " + draft.digest() + ".");
        }
        byVersion.put(version, draft.digest());
        StringBuilder lines = new StringBuilder();
        byVersion.forEach(
                (each, digest) -> lines.append(each).append(' ').append(digest).append('\n'));
        TrustFiles.replace(file, lines.toString().getBytes(UTF_8));
    }
}
