package org.dataembassy.ledger.kafka.write;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;

/** Whose journal it is: one registry's writer at one site with one signing key in one epoch. */
record JournalIdentity(Digest domain, String registry, Site site, Digest epochId, Digest signingKeyId) {}
