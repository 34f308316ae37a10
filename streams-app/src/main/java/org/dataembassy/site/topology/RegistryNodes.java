package org.dataembassy.site.topology;

import org.dataembassy.ledger.LedgerId;

/** The names of a registry's nodes in the topology. */
record RegistryNodes(String registry) {
    RegistryNodes {
        LedgerId.requireRegistryName(registry);
    }

    String source() {
        return "source-" + registry;
    }

    String verify() {
        return "verify-" + registry;
    }

    String materialise() {
        return "materialise-" + registry;
    }

    String quarantine() {
        return "quarantine-" + registry;
    }

    String status() {
        return "status-" + registry;
    }
}
