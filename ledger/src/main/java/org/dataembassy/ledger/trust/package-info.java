/**
 * Who and what is trusted: the trust root, its JSON, its signatures, and the rules by which one version follows another.
 * Does not live here: statements of those who are trusted (control), their private halves (keys).
 */
package org.dataembassy.ledger.trust;
