package org.dataembassy.ledger.crypto;

/** A public key of one suite. Thread-safe. Stays inside the package: outside, verification throws. */
interface SuiteVerifier {
    /**
     * Whether every component verifies.
     *
     * @param signature of the suite's exact length
     */
    boolean verifies(byte[] message, byte[] signature);
}
