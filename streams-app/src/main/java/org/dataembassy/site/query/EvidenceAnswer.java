package org.dataembassy.site.query;

import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.EvidenceEntry;

/** A signed block that was kept without being applied, and the place in its ledger that it claims. */
public record EvidenceAnswer(LedgerId ledger, EvidenceEntry.Place place, EvidenceEntry entry) {}
