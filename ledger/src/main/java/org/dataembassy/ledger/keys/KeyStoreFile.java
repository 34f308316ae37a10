package org.dataembassy.ledger.keys;

import java.nio.file.Path;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SigningKey;

/** PKCS#12 (RFC 7292) key stores, one file for each owner. Written atomically, mode 0600. */
public final class KeyStoreFile {
    private KeyStoreFile() {}

    /** @throws org.dataembassy.ledger.problem.EmbassyException KEY_STORE_UNREADABLE, KEY_MISSING */
    public static SiteKeys readSite(Path file, char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    public static WriterKeys readWriter(Path file, char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    public static SigningKey readOfficial(Path file, char[] passphrase) {
        throw new UnsupportedOperationException();
    }

    public static RecipientSecret readRecovery(Path file, char[] passphrase) {
        throw new UnsupportedOperationException();
    }
}
