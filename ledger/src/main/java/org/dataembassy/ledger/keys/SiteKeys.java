package org.dataembassy.ledger.keys;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SigningKey;

/** What a site's key store holds. {@code domain} anchors trust: the digest of the genesis trust root. */
public record SiteKeys(
        Site site, Digest domain, SigningKey statementKey, RecipientSecret recipient, StoreKey storeKey) {}
