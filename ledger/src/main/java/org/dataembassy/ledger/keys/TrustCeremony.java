package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * Makes the trust set of a new country: key stores for every owner and the signed genesis trust root. Keys of officials,
 * sites and statements are of the composite suite; those of blocks of the plan's.
 */
public final class TrustCeremony {
    static final String TRUST_ROOT_FILE = "trust-root.dsse.json";

    private static final int MAX_OFFICIALS = 99;

    private TrustCeremony() {}

    /**
     * What the country is to be. Refused with {@link Problem#TRUST_PLAN_INVALID}.
     *
     * @param officials number N of officials, 1 to 99
     * @param threshold M, 2M > N
     */
    public record Plan(
            String country,
            int officials,
            int threshold,
            List<TrustRoot.RegistryEntry> registries,
            SignatureSuite blockSuite,
            Instant expires) {
        public Plan {
            registries = List.copyOf(registries);
            Objects.requireNonNull(blockSuite);
            Objects.requireNonNull(expires);
            require(country != null && !country.isBlank(), "country: expected a name");
            require(officials >= 1 && officials <= MAX_OFFICIALS, "officials: expected 1 to " + MAX_OFFICIALS);
            require(
                    threshold <= officials && 2 * threshold > officials,
                    "threshold: expected more than half of the " + officials + " officials and not more than all, got "
                            + threshold);
            require(!registries.isEmpty(), "registries: expected at least one");
            Set<String> names = new HashSet<>();
            for (TrustRoot.RegistryEntry registry : registries) {
                require(names.add(registry.name()), "registries: " + registry.name() + " is named twice");
            }
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new EmbassyException(Problem.TRUST_PLAN_INVALID, rule);
            }
        }
    }

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
     *
     * @throws EmbassyException TRUST_SET_EXISTS, TRUST_PLAN_INVALID, TARGET_UNWRITABLE
     */
    public static List<MadeFile> hold(Plan plan, Path folder, SecureRandom random) {
        Path target = folder.toAbsolutePath().normalize();
        requireFree(target);
        Country country = found(plan, random);
        Path making = target.resolveSibling("." + target.getFileName() + ".making-" + suffix(random));
        try {
            List<MadeFile> made = new Writing(making, country, plan.country(), random).everything();
            // The one step that makes it appear, after all of it is on the disk; it fails on a folder that filled up
            // meanwhile.
            Files.move(making, target, StandardCopyOption.ATOMIC_MOVE);
            OwnerOnly.flushFolder(target.getParent());
            return made.stream()
                    .map(file ->
                            new MadeFile(target.resolve(making.relativize(file.file())), file.owner(), file.secret()))
                    .toList();
        } catch (IOException e) {
            // An atomic move onto a folder that is no longer empty fails without an exception of its own.
            requireFree(target);
            throw unwritable(target, e);
        } finally {
            deleteLeftovers(making);
        }
    }

    private static Country found(Plan plan, SecureRandom random) {
        try {
            return new Country(plan, random);
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(Problem.TRUST_PLAN_INVALID, e.getMessage(), e);
        }
    }

    private static void requireFree(Path target) {
        if (target.getFileName() == null || target.getParent() == null) {
            throw exists(target);
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target);
        }
        try (Stream<Path> content = Files.list(target)) {
            if (content.findAny().isPresent()) {
                throw exists(target);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static EmbassyException exists(Path target) {
        return new EmbassyException(
                Problem.TRUST_SET_EXISTS, "folder " + target + ": expected none or an empty one for a trust set");
    }

    private static EmbassyException unwritable(Path target, IOException e) {
        return new EmbassyException(
                Problem.TARGET_UNWRITABLE,
                "folder " + target + ": the trust set can't be written ("
                        + e.getClass().getSimpleName() + "); nothing of it was kept",
                e);
    }

    private static void deleteLeftovers(Path making) {
        if (!Files.exists(making, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(making)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.TARGET_UNWRITABLE,
                    "folder " + making + ": has unfinished key stores that can't be deleted; delete it by hand",
                    e);
        }
    }

    private static String suffix(SecureRandom random) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** One trust set on its way to the disk. */
    private static final class Writing {
        private final Path root;
        private final Country country;
        private final String name;
        private final SecureRandom random;
        private final List<MadeFile> made = new ArrayList<>();

        private Writing(Path root, Country country, String name, SecureRandom random) {
            this.root = root;
            this.country = country;
            this.name = name;
            this.random = random;
        }

        private List<MadeFile> everything() throws IOException {
            OwnerOnly.makeFolder(root);
            open(TRUST_ROOT_FILE, country.genesis.envelope(), "everybody: publish it; read its digest out in public");
            officials();
            for (Site site : Site.values()) {
                site(site);
            }
            recovery();
            open("README.txt", readme().getBytes(UTF_8), "everybody");
            OwnerOnly.flushFolder(root);
            return made;
        }

        private void officials() throws IOException {
            Path folder = folder("officials");
            for (var official : country.officials.entrySet()) {
                store(
                        folder,
                        official.getKey(),
                        passphrase -> StoreBytes.official(
                                name, country.genesis.digest(), official.getKey(), official.getValue(), passphrase),
                        official.getKey() + " alone, in person, kept offline");
            }
            OwnerOnly.flushFolder(folder);
        }

        private void site(Site site) throws IOException {
            Path folder = folder(site.label());
            SiteKeys keys = country.sites.get(site);
            store(
                    folder,
                    "site",
                    passphrase -> StoreBytes.site(name, keys, passphrase),
                    "operators of the site service at " + site.label());
            for (var writer : country.writers.entrySet()) {
                if (writer.getKey().site() == site) {
                    store(
                            folder,
                            writer.getKey().registry() + "-writer",
                            passphrase -> StoreBytes.writer(name, writer.getValue(), passphrase),
                            "the registry service of " + writer.getKey().registry() + " at " + site.label());
                }
            }
            OwnerOnly.flushFolder(folder);
        }

        private void recovery() throws IOException {
            Path folder = folder("recovery");
            store(
                    folder,
                    "recovery",
                    passphrase -> StoreBytes.recovery(country.genesis.digest(), country.recovery, passphrase),
                    "those who rebuild the registries when both sites are gone, kept offline at a third place");
            OwnerOnly.flushFolder(folder);
        }

        private Path folder(String folderName) throws IOException {
            Path folder = root.resolve(folderName);
            OwnerOnly.makeFolder(folder);
            return folder;
        }

        private void store(Path folder, String fileName, StoreOf bytes, String owner) throws IOException {
            char[] passphrase = Passphrases.generate(random);
            Path store = folder.resolve(fileName + ".p12");
            OwnerOnly.writeNew(store, bytes.under(passphrase));
            made.add(new MadeFile(store, owner, true));
            Path pass = folder.resolve(fileName + ".pass");
            OwnerOnly.writeNew(pass, (new String(passphrase) + "\n").getBytes(UTF_8));
            made.add(new MadeFile(pass, owner, true));
        }

        private void open(String fileName, byte[] content, String owner) throws IOException {
            Path file = root.resolve(fileName);
            OwnerOnly.writeNew(file, content);
            made.add(new MadeFile(file, owner, false));
        }

        private String readme() {
            StringBuilder text = new StringBuilder();
            text.append("Trust set of ").append(name).append("\n\n");
            text.append("Digest of the genesis trust root (the domain of this country):\n");
            text.append("  ").append(country.genesis.digest().hex()).append("\n");
            text.append("Compare it wherever trust-root.dsse.json arrives. ");
            text.append(country.genesis.root().threshold())
                    .append(" of ")
                    .append(country.officials.size())
                    .append(" officials sign for the country; the trust root expires at ")
                    .append(country.genesis.root().expires())
                    .append(".\n\n");
            text.append("Which file belongs to whom:\n");
            for (MadeFile file : made) {
                text.append("  ")
                        .append(root.relativize(file.file()))
                        .append("\n      ")
                        .append(file.owner())
                        .append('\n');
            }
            text.append("""

                    Hand every owner the two files of each store (.p12, and .pass with its pass phrase), by two
                    ways, then delete this folder. Nobody needs all of it. Key stores are PKCS#12; programs refuse
                    them unless only their owner may read them (mode 0600).

                    NAME-writer.p12 holds two signing keys for blocks: one in use, one in reserve for the day on
                    which the writer's seal journal is lost.
                    """);
            return text.toString();
        }
    }

    /** A store's bytes under a pass phrase. */
    @FunctionalInterface
    private interface StoreOf {
        byte[] under(char[] passphrase);
    }
}
