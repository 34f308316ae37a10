package org.dataembassy.ledger.keys;

import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * What the key store of a registry's writer at one site holds.
 *
 * @param blockKeys signing keys for blocks, in the order of the trust root; the first that is not closed is used
 * @param statementKey signs the writer's checkpoints, schemas and closings
 */
public record WriterKeys(
        String registry, Site site, Digest domain, List<SigningKey> blockKeys, SigningKey statementKey) {
    public WriterKeys {
        blockKeys = List.copyOf(blockKeys);
    }
}
