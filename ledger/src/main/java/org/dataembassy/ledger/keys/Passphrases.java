package org.dataembassy.ledger.keys;

import java.security.SecureRandom;

/** Random pass phrases: 24 characters of RFC 4648 base32, 120 bits, easy to read out and to type. */
final class Passphrases {
    static final int LENGTH = 24;

    private static final char[] BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();

    private Passphrases() {}

    static char[] generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        char[] passphrase = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            passphrase[i] = BASE32[bytes[i] & 31];
        }
        return passphrase;
    }
}
