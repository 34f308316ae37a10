package org.dataembassy.ledger.block;

import java.util.List;
import org.dataembassy.ledger.Digest;

/** A data key, wrapped (HPKE, RFC 9180, one-shot, X-Wing) to every recipient. */
public record KeyGrant(Digest dataKeyId, List<Wrap> wraps) {
    public KeyGrant {
        wraps = List.copyOf(wraps);
    }

    public record Wrap(Digest recipientKeyId, byte[] encapsulation, byte[] ciphertext) {}
}
