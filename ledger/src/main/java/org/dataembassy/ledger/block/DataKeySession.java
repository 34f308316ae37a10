package org.dataembassy.ledger.block;

import java.security.SecureRandom;
import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.RecipientKey;

/**
 * A writer session's data key: made fresh, wrapped to every recipient, its nonce a counter that is never reset. Hands
 * out the grant for the first block of each partition; rotates by count and age. Thread-safe.
 */
public final class DataKeySession {
    /** @param maxSeals seals after which a fresh data key is made, 1 to 2^32 */
    public DataKeySession(
            Digest domain,
            String registry,
            Digest epochId,
            List<RecipientKey> recipients,
            long maxSeals,
            SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /** Makes a fresh data key for all blocks from now on; a writer calls it when the present one is too old. */
    public void rotate() {
        throw new UnsupportedOperationException();
    }
}
