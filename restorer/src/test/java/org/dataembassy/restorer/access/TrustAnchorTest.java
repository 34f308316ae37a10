package org.dataembassy.restorer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustAnchorTest {
    @TempDir
    private Path folder;

    private final TestTrust trust = TestTrust.create(51);

    @Test
    void a_genesis_in_a_file_anchors_trust_with_its_digest() throws Exception {
        Path file = write(trust.genesis().envelope());

        assertThat(TrustAnchor.ofFile(file).domain()).isEqualTo(trust.domain());
        assertThat(TrustAnchor.ofFile(file, trust.domain()).genesis()).isPresent();
    }

    @Test
    void another_countrys_genesis_than_the_key_stores_is_refused() throws Exception {
        Path file = write(trust.genesis().envelope());

        invalid(() -> TrustAnchor.ofFile(file, TestTrust.create(52).domain()), "the key store belongs to");
    }

    @Test
    void a_file_that_is_no_trust_root_or_not_there_is_refused() throws Exception {
        Path file = write(new byte[] {'{', '}'});

        invalid(() -> TrustAnchor.ofFile(file), "");
        invalid(() -> TrustAnchor.ofFile(folder.resolve("none")), "can't be read");
    }

    @Test
    void the_topic_whose_offsets_count_is_where_home_writes() {
        assertThat(new LedgerSource.AtSite(Site.HOME).topics("land"))
                .containsExactly("registry.land", "embassy.registry.land", "import.registry.land");
        assertThat(new LedgerSource.AtSite(Site.EMBASSY).topics("land"))
                .containsExactly("home.registry.land", "registry.land", "import.registry.land");
    }

    private Path write(byte[] envelope) throws Exception {
        return Files.write(folder.resolve("trust-root.dsse.json"), envelope);
    }

    private static void invalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TRUST_ROOT_INVALID));
    }
}
