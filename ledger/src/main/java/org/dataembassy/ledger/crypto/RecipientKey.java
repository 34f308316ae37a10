package org.dataembassy.ledger.crypto;

import org.dataembassy.ledger.Digest;

/** The public half of a site key (or the recovery key): data keys are wrapped to it. X-Wing, 1,216 bytes. */
public final class RecipientKey {
    public static RecipientKey of(byte[] encoded) {
        throw new UnsupportedOperationException();
    }

    public byte[] encoded() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 over "data-embassy/recipient-key/v1", 0x00, encoded. */
    public Digest keyId() {
        throw new UnsupportedOperationException();
    }
}
