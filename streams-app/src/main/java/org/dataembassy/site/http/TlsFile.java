package org.dataembassy.site.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The server's certificate and private half from a PKCS#12 file (RFC 7292). TLS 1.2 and 1.3 only. */
final class TlsFile {
    private TlsFile() {}

    /** @throws EmbassyException KEY_STORE_UNREADABLE */
    static SslContextFactory.Server read(Path keyStore, Path passphraseFile) {
        try (InputStream in = Files.newInputStream(keyStore)) {
            List<String> lines = Files.readAllLines(passphraseFile, StandardCharsets.UTF_8);
            String passphrase = lines.isEmpty() ? "" : lines.get(0);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, passphrase.toCharArray());
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStore(store);
            tls.setKeyManagerPassword(passphrase);
            tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
            return tls;
        } catch (IOException | GeneralSecurityException e) {
            throw new EmbassyException(
                    Problem.KEY_STORE_UNREADABLE,
                    "The TLS key store " + keyStore + " can't be opened with the first line of " + passphraseFile + ".",
                    e);
        }
    }
}
