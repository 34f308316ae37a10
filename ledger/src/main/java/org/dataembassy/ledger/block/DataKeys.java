package org.dataembassy.ledger.block;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.DataKey;

/** The data keys a reader knows so far. */
@FunctionalInterface
public interface DataKeys {
    Optional<DataKey> find(Digest dataKeyId);
}
