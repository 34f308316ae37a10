package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A country's trust set on disk, and the stores read back. */
class TrustCeremonyTest {
    private static final Instant EXPIRES = Instant.parse("2031-01-01T00:00:00Z");

    @TempDir
    static Path sharedFolder;

    /** One set that tests read and do not change: making one takes its time. */
    private static Path shared;

    private static List<TrustCeremony.MadeFile> sharedFiles;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();

    @BeforeAll
    static void holdOneCeremony() {
        shared = sharedFolder.resolve("set");
        sharedFiles = TrustCeremony.hold(plan(SignatureSuite.ED25519), shared, new SecureRandom());
    }

    @ParameterizedTest
    @EnumSource
    void everyOwnersStoreHoldsTheKeysThatTheTrustRootNames(SignatureSuite blockSuite) throws Exception {
        Path set = folder.resolve("set");

        TrustCeremony.hold(plan(blockSuite), set, random);

        SignedTrustRoot genesis = SignedTrustRoot.parse(Files.readAllBytes(set.resolve("trust-root.dsse.json")));
        TrustRoot root = genesis.root();
        for (Site site : Site.values()) {
            SiteKeys keys = KeyStoreFile.readSite(
                    set.resolve(site.label() + "/site.p12"), pass(set.resolve(site.label() + "/site.pass")));
            assertThat(keys.site()).isEqualTo(site);
            assertThat(keys.domain()).isEqualTo(genesis.digest());
            assertThat(root.sites())
                    .contains(new TrustRoot.SiteEntry(site, keys.statementKey().verifyingKey()));
            assertThat(root.recipients())
                    .contains(new TrustRoot.Recipient(
                            site.label(), keys.recipient().recipientKey()));
            WriterKeys writer = KeyStoreFile.readWriter(
                    set.resolve(site.label() + "/legislation-writer.p12"),
                    pass(set.resolve(site.label() + "/legislation-writer.pass")));
            assertThat(writer.registry()).isEqualTo("legislation");
            assertThat(writer.site()).isEqualTo(site);
            assertThat(writer.domain()).isEqualTo(genesis.digest());
            assertThat(root.writers())
                    .contains(new TrustRoot.WriterEntry(
                            "legislation", site, writer.statementKey().verifyingKey()));
            List<VerifyingKey> named = root.signingKeys().stream()
                    .filter(key -> key.registry().equals("legislation") && key.site() == site)
                    .map(TrustRoot.BlockSigningKey::verifyingKey)
                    .toList();
            assertThat(writer.blockKeys().stream().map(SigningKey::verifyingKey).toList())
                    .hasSize(2)
                    .isEqualTo(named)
                    .allMatch(key -> key.suite() == blockSuite);
            assertSigns(writer.blockKeys().get(1), named.get(1));
        }
        for (int i = 1; i <= 3; i++) {
            SigningKey official = KeyStoreFile.readOfficial(
                    set.resolve("officials/official-" + i + ".p12"),
                    pass(set.resolve("officials/official-" + i + ".pass")));
            assertThat(root.officials()).contains(new TrustRoot.Official("official-" + i, official.verifyingKey()));
            assertThat(official.verifyingKey().suite()).isEqualTo(SignatureSuite.MLDSA65_ED25519);
        }
        RecipientSecret recovery = KeyStoreFile.readRecovery(
                set.resolve("recovery/recovery.p12"), pass(set.resolve("recovery/recovery.pass")));
        assertThat(root.recipients()).contains(new TrustRoot.Recipient("recovery", recovery.recipientKey()));
        assertThat(root.threshold()).isEqualTo(2);
    }

    @Test
    void onlyTheOwnerMayReadWhatWasMadeAndTheReadmeNamesEveryFile() throws IOException {
        Path set = shared;

        List<TrustCeremony.MadeFile> made = sharedFiles;

        String readme = Files.readString(set.resolve("README.txt"));
        Set<Path> files = new HashSet<>();
        for (TrustCeremony.MadeFile file : made) {
            files.add(file.file());
            assertThat(file.file()).isRegularFile();
            assertThat(file.owner()).isNotBlank();
            assertThat(Files.getPosixFilePermissions(file.file()))
                    .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            if (!file.file().endsWith("README.txt")) {
                assertThat(readme).contains(set.relativize(file.file()).toString());
            }
        }
        try (Stream<Path> all = Files.walk(set)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(files);
        }
        assertThat(readme)
                .contains(SignedTrustRoot.parse(Files.readAllBytes(set.resolve("trust-root.dsse.json")))
                        .digest()
                        .hex());
        try (Stream<Path> siblings = Files.list(sharedFolder)) {
            assertThat(siblings).containsExactly(set);
        }
    }

    @Test
    void everyPassPhraseIsItsOwnAndLong() throws IOException {
        Set<String> phrases = new HashSet<>();
        try (Stream<Path> all = Files.walk(shared)) {
            for (Path pass :
                    all.filter(file -> file.toString().endsWith(".pass")).toList()) {
                String phrase = new String(KeyStoreFile.readPassphrase(pass));
                assertThat(phrase).matches("[A-Z2-7]{24}");
                assertThat(phrases.add(phrase)).isTrue();
            }
        }
        assertThat(phrases).hasSize(8);
    }

    @Test
    void anEmptyFolderIsTakenAndAFullOneIsNot() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("something"), "x");

        TrustCeremony.hold(plan(SignatureSuite.ED25519), empty, random);

        assertThat(empty.resolve("README.txt")).exists();
        assertProblem(Problem.TRUST_SET_EXISTS, () -> TrustCeremony.hold(plan(SignatureSuite.ED25519), full, random));
        assertProblem(
                Problem.TRUST_SET_EXISTS,
                () -> TrustCeremony.hold(plan(SignatureSuite.ED25519), full.resolve("something"), random));
        assertThat(siblings()).containsExactlyInAnyOrder(empty, full);
        assertThat(full).isDirectoryContaining("glob:**something");
    }

    @Test
    void nothingIsLeftWhenItCanNotBeWritten() {
        Path nowhere = folder.resolve("missing/set");

        assertProblem(
                Problem.TARGET_UNWRITABLE, () -> TrustCeremony.hold(plan(SignatureSuite.ED25519), nowhere, random));

        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void nothingIsLeftWhenTheFolderFillsUpMeanwhile() throws IOException {
        Path set = Files.createDirectory(folder.resolve("set"));
        SecureRandom fillsTheFolder = new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                try {
                    Files.writeString(set.resolve("other"), "x");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        assertProblem(
                Problem.TRUST_SET_EXISTS, () -> TrustCeremony.hold(plan(SignatureSuite.ED25519), set, fillsTheFolder));

        assertThat(siblings()).containsExactly(set);
        assertThat(set.resolve("README.txt")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "3, 1", "3, 4", "4, 2", "100, 51"})
    void plansWithoutASoundQuorumAreRefused(int officials, int threshold) {
        assertProblem(
                Problem.TRUST_PLAN_INVALID,
                () -> new TrustCeremony.Plan(
                        "Testland",
                        officials,
                        threshold,
                        List.of(TestTrust.legislation(1)),
                        SignatureSuite.ED25519,
                        EXPIRES));
    }

    @Test
    void plansThatNameNothingOrOneThingTwiceAreRefused() {
        TrustRoot.RegistryEntry legislation = TestTrust.legislation(1);

        assertProblem(Problem.TRUST_PLAN_INVALID, () -> plan("Testland"));
        assertProblem(Problem.TRUST_PLAN_INVALID, () -> plan("Testland", legislation, legislation));
        assertProblem(Problem.TRUST_PLAN_INVALID, () -> plan(" ", legislation));
        assertProblem(
                Problem.TRUST_PLAN_INVALID,
                () -> TrustCeremony.hold(plan("Test\nland", legislation), folder.resolve("set"), random));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void storesAreRefusedWithTheReasonThatApplies() throws IOException {
        Path set = shared;
        Path site = set.resolve("home/site.p12");
        char[] pass = pass(set.resolve("home/site.pass"));
        Path noStore = folder.resolve("other.p12");
        OwnerOnly.writeNew(noStore, "no store".getBytes(UTF_8));
        Path empty = folder.resolve("empty.p12");
        OwnerOnly.writeNew(empty, new byte[0]);
        Path withoutAbout = folder.resolve("without-about.p12");
        OwnerOnly.writeNew(withoutAbout, Pkcs12.empty(pass).encode());

        assertProblem(
                Problem.KEY_STORE_UNREADABLE,
                "pass phrase is wrong",
                () -> KeyStoreFile.readSite(site, "wrong".toCharArray()));
        assertProblem(
                Problem.KEY_STORE_UNREADABLE,
                "no such file",
                () -> KeyStoreFile.readSite(set.resolve("home/missing.p12"), pass));
        assertProblem(Problem.KEY_STORE_UNREADABLE, "not a PKCS#12", () -> KeyStoreFile.readSite(noStore, pass));
        assertProblem(Problem.KEY_STORE_UNREADABLE, "not a PKCS#12", () -> KeyStoreFile.readSite(empty, pass));
        assertProblem(Problem.KEY_STORE_UNREADABLE, "no entry about", () -> KeyStoreFile.readSite(withoutAbout, pass));
        assertProblem(
                Problem.KEY_STORE_UNREADABLE, "can't be read", () -> KeyStoreFile.readSite(set.resolve("home"), pass));
        assertProblem(
                Problem.KEY_STORE_WRONG_ROLE,
                "expected an official's key store, got a site's key store (site home)",
                () -> KeyStoreFile.readOfficial(site, pass));
        assertProblem(Problem.KEY_STORE_WRONG_ROLE, () -> KeyStoreFile.readWriter(site, pass));
        assertProblem(Problem.KEY_STORE_WRONG_ROLE, () -> KeyStoreFile.readRecovery(site, pass));
        assertProblem(
                Problem.KEY_STORE_WRONG_ROLE,
                () -> KeyStoreFile.readSite(
                        set.resolve("officials/official-1.p12"), pass(set.resolve("officials/official-1.pass"))));
    }

    @Test
    void aStoreThatLacksAnEntryNamesIt() throws IOException {
        char[] pass = "a pass phrase".toCharArray();
        Pkcs12 store = Pkcs12.empty(pass);
        store.put(
                KeyStoreFile.ABOUT,
                StoreDescription.site(TestTrust.create(1).domain(), Site.HOME).toJson());
        Path file = folder.resolve("site.p12");
        OwnerOnly.writeNew(file, store.encode());

        assertProblem(Problem.KEY_MISSING, "entry statement is missing", () -> KeyStoreFile.readSite(file, pass));
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
    void storesAndPassPhrasesThatOthersMayReadAreRefused(String mode) throws IOException {
        Path file = folder.resolve("site.p12");
        OwnerOnly.writeNew(file, "secret\n".getBytes(UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertProblem(Problem.KEY_STORE_EXPOSED, () -> KeyStoreFile.readSite(file, "x".toCharArray()));
        assertProblem(Problem.KEY_STORE_EXPOSED, () -> KeyStoreFile.readPassphrase(file));
    }

    @Test
    void aPassPhraseIsTheFirstLineOfItsFile() throws IOException {
        Path lines = folder.resolve("lines.pass");
        OwnerOnly.writeNew(lines, "pässword\r\nmore\n".getBytes(UTF_8));
        Path empty = folder.resolve("empty.pass");
        OwnerOnly.writeNew(empty, "\n".getBytes(UTF_8));

        assertThat(KeyStoreFile.readPassphrase(lines)).isEqualTo("pässword".toCharArray());
        assertProblem(Problem.KEY_STORE_UNREADABLE, () -> KeyStoreFile.readPassphrase(empty));
    }

    @Test
    void secretsAreNotPrinted() throws IOException {
        Path set = folder.resolve("set");
        TrustCeremony.hold(plan(SignatureSuite.ED25519), set, random);
        SiteKeys keys = KeyStoreFile.readSite(set.resolve("home/site.p12"), pass(set.resolve("home/site.pass")));

        assertThat(keys.toString())
                .contains("SigningKey[")
                .contains("StoreKey[...]")
                .doesNotContain(hex(keys.recipient().revealSecret()))
                .doesNotContain(hex(keys.statementKey().revealSecret()));
    }

    private List<Path> siblings() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes, 0, 8);
    }

    private static char[] pass(Path file) {
        return KeyStoreFile.readPassphrase(file);
    }

    private static void assertSigns(SigningKey key, VerifyingKey named) throws SignatureInvalidException {
        byte[] message = "message".getBytes(UTF_8);
        named.verify(message, key.sign(message));
    }

    private static TrustCeremony.Plan plan(SignatureSuite blockSuite) {
        return new TrustCeremony.Plan("Testland", 3, 2, List.of(TestTrust.legislation(2)), blockSuite, EXPIRES);
    }

    private static TrustCeremony.Plan plan(String country, TrustRoot.RegistryEntry... registries) {
        return new TrustCeremony.Plan(country, 3, 2, List.of(registries), SignatureSuite.ED25519, EXPIRES);
    }

    private static void assertProblem(Problem problem, ThrowingCallable call) {
        assertProblem(problem, "", call);
    }

    private static void assertProblem(Problem problem, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((EmbassyException) e).problem()).isEqualTo(problem));
    }
}
