package org.dataembassy.ledger.crypto;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The one Bouncy Castle provider instance of this process. Thread-safe. */
public final class CryptoProviders {
    /**
     * Asked for explicitly everywhere; also registered, at the end of the list so that nobody else's default changes,
     * because the composite signature looks its components up by provider name.
     */
    static final Provider BOUNCY_CASTLE = register();

    private CryptoProviders() {}

    /** Has Bouncy Castle registered: key stores look up the composite's key factory in the provider list. */
    public static void ensureRegistered() {
        if (Security.getProvider(BOUNCY_CASTLE.getName()) == null) {
            Security.addProvider(BOUNCY_CASTLE);
        }
    }

    private static Provider register() {
        Provider present = Security.getProvider(BouncyCastleProvider.PROVIDER_NAME);
        if (present instanceof BouncyCastleProvider) {
            return present;
        }
        if (present != null) {
            throw new IllegalStateException("another security provider is registered under Bouncy Castle's name: "
                    + present.getClass().getName());
        }
        Provider provider = new BouncyCastleProvider();
        Security.addProvider(provider);
        return provider;
    }
}
