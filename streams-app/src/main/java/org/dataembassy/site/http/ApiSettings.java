package org.dataembassy.site.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the API listens and who may ask. That only loopback goes without TLS and tokens is the configuration's rule.
 *
 * @param port 0 for any free one
 * @param tls empty for plain HTTP
 * @param accessTokensFile empty for no authentication
 */
public record ApiSettings(String host, int port, Optional<Tls> tls, Optional<Path> accessTokensFile) {
    /**
     * The server's certificate and its private half.
     *
     * @param keyStore PKCS#12
     * @param passphraseFile whose first line opens it
     */
    public record Tls(Path keyStore, Path passphraseFile) {}
}
