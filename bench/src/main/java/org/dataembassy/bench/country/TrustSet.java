package org.dataembassy.bench.country;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.keys.TrustCeremony;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * The keys of a country that is measured in, as a ceremony makes them; the registry is not public, so that its blocks are
 * encrypted.
 *
 * @param folder the ceremony's
 */
record TrustSet(Path folder) {
    private static final Duration VALID = Duration.ofDays(30);

    static TrustSet make(Path folder, SignatureSuite suite, int partitions, int lingerMillis) {
        Disk.make(folder.getParent());
        TrustCeremony.hold(
                new TrustCeremony.Plan(
                        "Bench",
                        3,
                        2,
                        List.of(new TrustRoot.RegistryEntry(
                                Workload.REGISTRY, partitions, false, Site.HOME, lingerMillis)),
                        suite,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(VALID)),
                folder,
                new SecureRandom());
        return new TrustSet(folder);
    }

    SignedTrustRoot root() {
        try {
            return SignedTrustRoot.parse(Files.readAllBytes(folder.resolve("trust-root.dsse.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path store(Site site, String name) {
        return folder.resolve(site.label()).resolve(name + ".p12");
    }

    Path passphrase(Site site, String name) {
        return folder.resolve(site.label()).resolve(name + ".pass");
    }

    Order asWriter(Order order) {
        String name = Workload.REGISTRY + "-writer";
        return order.with("key-store", store(Site.HOME, name)).with("passphrase", passphrase(Site.HOME, name));
    }

    Order asSite(Order order, Site site) {
        return order.with("site", site.label())
                .with("key-store", store(site, "site"))
                .with("passphrase", passphrase(site, "site"));
    }
}
