package org.dataembassy.ledger.crypto;

import java.security.SecureRandom;

/** The private half of a site key: unwraps data keys. Immutable and thread-safe; never printed. */
public final class RecipientSecret {
    public static RecipientSecret generate(SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    public RecipientKey recipientKey() {
        throw new UnsupportedOperationException();
    }
}
