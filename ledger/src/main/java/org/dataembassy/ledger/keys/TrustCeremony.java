package org.dataembassy.ledger.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.trust.TrustRoot;

/** Makes the trust set of a new country: key stores for every owner and the signed genesis trust root. */
public final class TrustCeremony {
    private TrustCeremony() {}

    /**
     * @param officials number N of officials
     * @param threshold M, 2M > N
     */
    public record Plan(
            String country,
            int officials,
            int threshold,
            List<TrustRoot.RegistryEntry> registries,
            SignatureSuite blockSuite,
            Instant expires) {}

    /**
     * A file that was made.
     *
     * @param owner who must have it, in words
     */
    public record MadeFile(Path file, String owner, boolean secret) {}

    /**
     * Writes into {@code folder}, which must not exist or be empty: {@code trust-root.dsse.json},
     * {@code officials/official-N.p12}, {@code home/site.p12}, {@code embassy/site.p12},
     * {@code home/REGISTRY-writer.p12}, {@code embassy/REGISTRY-writer.p12}, {@code recovery/recovery.p12}, beside each
     * store {@code NAME.pass} (mode 0600) with its generated pass phrase, and {@code README.txt}. All or nothing.
     */
    public static List<MadeFile> hold(Plan plan, Path folder, SecureRandom random) {
        throw new UnsupportedOperationException();
    }
}
