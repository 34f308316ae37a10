package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;

/** What one statement on control says. Trust roots travel beside these, signed by officials. */
public sealed interface ControlStatement {
    /** A schema that events of {@code registry} use. {@code fingerprint} is the SHA-256 of the UTF-8 text. */
    record SchemaPublished(String registry, String fullName, Digest fingerprint, String text)
            implements ControlStatement {
        /** At most, in UTF-16 units. */
        public static final int MAX_TEXT_CHARACTERS = 512 * 1024;

        public SchemaPublished {
            LedgerId.requireRegistryName(registry);
            if (fullName.isEmpty() || fullName.length() > 500) {
                throw new IllegalArgumentException("schema's full name: expected 1 to 500 characters");
            }
            if (text.isEmpty() || text.length() > MAX_TEXT_CHARACTERS) {
                throw new IllegalArgumentException("schema text: expected 1 to " + MAX_TEXT_CHARACTERS + " characters");
            }
            if (!Digest.sha256(text.getBytes(UTF_8)).equals(fingerprint)) {
                throw new IllegalArgumentException("schema fingerprint: is not the SHA-256 of its text");
            }
        }
    }

    /** A signing key ends below these heads (key closing; design.md section 4, "Sign once"). */
    record KeyClosed(ControlView.KeyClosing closing) implements ControlStatement {
        public KeyClosed {
            Objects.requireNonNull(closing);
        }
    }

    /**
     * The heads that the author holds.
     *
     * @param heads each ledger once
     * @param control how far the author has read each other author on control
     */
    record Checkpoint(
            List<HeadStatement> heads,
            long trustRootVersion,
            Digest trustRootDigest,
            List<ControlView.AuthorHead> control)
            implements ControlStatement {
        public Checkpoint {
            heads = List.copyOf(heads);
            control = List.copyOf(control);
            Objects.requireNonNull(trustRootDigest);
            if (trustRootVersion < 1) {
                throw new IllegalArgumentException("checkpoint's trust root version: expected at least 1");
            }
            Set<LedgerId> ledgers = new HashSet<>();
            for (HeadStatement head : heads) {
                if (!ledgers.add(head.ledger())) {
                    throw new IllegalArgumentException("checkpoint: names the ledger " + head.ledger() + " twice");
                }
            }
            Set<Digest> authors = new HashSet<>();
            for (ControlView.AuthorHead author : control) {
                if (!authors.add(author.keyId())) {
                    throw new IllegalArgumentException("checkpoint: names an author of control twice");
                }
            }
        }
    }

    /**
     * A statement of a known author that this version can't read: of a kind or with fields that come later. It keeps its
     * place on its author's chain and raises an alarm.
     */
    record Unknown(String kind) implements ControlStatement {}
}
