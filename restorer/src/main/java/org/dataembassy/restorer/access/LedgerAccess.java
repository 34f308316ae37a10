package org.dataembassy.restorer.access;

import java.util.Optional;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.kafka.KafkaClients;

/**
 * How a registry's ledger is reached and what it is believed by.
 *
 * @param recipient who unwraps data keys: a site key or the recovery key; empty for public registries, or to verify without
 *     opening
 */
public record LedgerAccess(
        KafkaClients clients,
        String registry,
        LedgerSource source,
        TrustAnchor anchor,
        Optional<RecipientSecret> recipient) {
    public LedgerAccess {
        LedgerId.requireRegistryName(registry);
    }
}
