package org.dataembassy.ledger.control;

import java.util.List;
import org.dataembassy.ledger.Digest;

/** What one statement on control says. Trust roots travel beside these, signed by officials. */
public sealed interface ControlStatement {
    /** A schema that events of {@code registry} use. */
    record SchemaPublished(String registry, String fullName, Digest fingerprint, String text)
            implements ControlStatement {}

    /** A signing key ends below these heads (key closing; design.md section 4, "Sign once"). */
    record KeyClosed(ControlView.KeyClosing closing) implements ControlStatement {}

    /**
     * The heads that the author holds.
     *
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
        }
    }
}
