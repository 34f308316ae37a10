package org.dataembassy.site.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Bearer tokens (RFC 6750) that let someone in. The file has a line {@code name:SHA-256 of the token in hexadecimal} for
 * each, blank lines and lines that begin with {@code #} aside; whoever reads the file learns no token. A plain hash is
 * enough because a token is 256 random bits ({@link #generate}); a pass phrase is not a token.
 */
public final class AccessTokens {
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9._-]{1,64}):([0-9a-fA-F]{64})");
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_TOKEN_CHARS = 512;

    private final Map<String, byte[]> hashes;

    private AccessTokens(Map<String, byte[]> hashes) {
        this.hashes = hashes;
    }

    /** @throws EmbassyException SITE_CONFIG_INVALID naming the line */
    public static AccessTokens read(Path file) {
        Map<String, byte[]> hashes = new LinkedHashMap<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.SITE_CONFIG_INVALID, "The file of access tokens " + file + " can't be read.", e);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var matcher = LINE.matcher(line);
            if (!matcher.matches() || hashes.containsKey(matcher.group(1))) {
                throw new EmbassyException(
                        Problem.SITE_CONFIG_INVALID,
                        "The file of access tokens " + file + ", line " + (i + 1)
                                + ": expected a new name, a colon and 64 hexadecimal digits.");
            }
            hashes.put(matcher.group(1), Digest.fromHex(matcher.group(2)).bytes());
        }
        if (hashes.isEmpty()) {
            throw new EmbassyException(
                    Problem.SITE_CONFIG_INVALID,
                    "The file of access tokens " + file + " has none: nobody could get in.");
        }
        return new AccessTokens(hashes);
    }

    /** A fresh token; give it to one client, and its {@link #lineFor} to the file. */
    public static String generate(SecureRandom random) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The line of the file for a token. */
    public static String lineFor(String name, String token) {
        return name + ":" + hash(token).hex();
    }

    /**
     * Whose token the header carries. Every hash is compared, in constant time each, so that time tells nothing.
     *
     * @param authorization the header's value; may be null
     */
    Optional<String> nameOf(String authorization) {
        if (authorization == null
                || authorization.length() > MAX_TOKEN_CHARS
                || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        byte[] given = hash(authorization.substring(7).strip()).bytes();
        String found = null;
        for (Map.Entry<String, byte[]> entry : hashes.entrySet()) {
            if (MessageDigest.isEqual(entry.getValue(), given)) {
                found = entry.getKey();
            }
        }
        return Optional.ofNullable(found);
    }

    private static Digest hash(String token) {
        return Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
