package org.dataembassy.ledger.crypto;

/** A private key of one suite. Thread-safe. */
interface SuiteSigner {
    byte[] publicKey();

    byte[] sign(byte[] message);
}
