package org.dataembassy.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.HeadStatement;

/**
 * A ledger's size and root as C2SP tlog-checkpoint writes them: origin, number of blocks, root, a line each, without
 * extension lines. The origin names country and ledger and no epoch, for a ledger goes on through all of them.
 *
 * @param domain digest of the genesis trust root
 * @param blocks at least 1: nobody cosigns nothing
 */
public record CheckpointNote(Digest domain, LedgerId ledger, long blocks, Digest root) {
    private static final String PREFIX = "data-embassy/";
    private static final Pattern TEXT = Pattern.compile(PREFIX
            + "([0-9a-f]{64})/([a-z][a-z0-9-]{0,39})/(0|[1-9][0-9]{0,4})\n([1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n");

    public CheckpointNote {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(ledger);
        Objects.requireNonNull(root);
        if (blocks < 1) {
            throw new IllegalArgumentException("checkpoint note: expected at least one block");
        }
    }

    /** Of a head that somebody states. */
    public static CheckpointNote of(Digest domain, HeadStatement head) {
        return new CheckpointNote(domain, head.ledger(), head.blocks(), head.root());
    }

    /** The first line: {@code data-embassy/DOMAIN/REGISTRY/PARTITION}. */
    public String origin() {
        return PREFIX + domain.hex() + "/" + ledger.registry() + "/" + ledger.partition();
    }

    /** The note's body, its last line feed included: what a cosignature covers. */
    public byte[] body() {
        return (origin() + "\n" + blocks + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n")
                .getBytes(UTF_8);
    }

    /**
     * Reads a body strictly: each checkpoint has exactly one spelling.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    static CheckpointNote parse(String body) {
        Matcher parts = TEXT.matcher(body);
        if (!parts.matches()) {
            throw new IllegalArgumentException("note: expected an origin, a number of blocks and a root, a line each");
        }
        CheckpointNote note = new CheckpointNote(
                Digest.fromHex(parts.group(1)),
                new LedgerId(parts.group(2), Integer.parseInt(parts.group(3))),
                Long.parseLong(parts.group(4)),
                Digest.of(Base64.getDecoder().decode(parts.group(5))));
        if (!new String(note.body(), UTF_8).equals(body)) {
            throw new IllegalArgumentException("note: its root is not written as base64 is");
        }
        return note;
    }
}
