/**
 * Signatures, data keys and their wrapping, authenticated encryption: thin, strict shells over Bouncy Castle and the
 * JDK's providers. Lives here: which algorithm of which provider, lengths, key ids. Does not live here: who may sign
 * what (trust), what is signed (block, control), where keys are stored (keys).
 */
package org.dataembassy.ledger.crypto;
