package org.dataembassy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.keys.TrustCeremony;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * The trust set of a local country: where each file of it lies, as {@link TrustCeremony} makes them. In a real country
 * no machine holds all of them.
 *
 * @param folder the ceremony's folder
 */
record LocalKeys(Path folder) {
    private static final int VALID_DAYS = 365;

    /** Makes the trust set unless it is there. */
    static LocalKeys in(Path folder, List<TrustRoot.RegistryEntry> registries) {
        LocalKeys keys = new LocalKeys(folder);
        if (!Files.exists(keys.trustRootFile())) {
            TrustCeremony.hold(
                    new TrustCeremony.Plan(
                            "Local country",
                            3,
                            2,
                            registries,
                            SignatureSuite.MLDSA65_ED25519,
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(VALID_DAYS, ChronoUnit.DAYS)),
                    folder,
                    new SecureRandom());
        }
        return keys;
    }

    Path trustRootFile() {
        return folder.resolve("trust-root.dsse.json");
    }

    Path siteStore(Site site) {
        return folder.resolve(site.label()).resolve("site.p12");
    }

    Path writerStore(Site site, String registry) {
        return folder.resolve(site.label()).resolve(registry + "-writer.p12");
    }

    SignedTrustRoot trustRoot() {
        return readTrustRoot(trustRootFile());
    }

    /** @throws EmbassyException TRUST_ROOT_INVALID */
    static SignedTrustRoot readTrustRoot(Path file) {
        try {
            return SignedTrustRoot.parse(Files.readAllBytes(file));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new EmbassyException(Problem.TRUST_ROOT_INVALID, "There is no trust root file " + file + ".", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
