package org.dataembassy.ledger.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks on the ceremony of the next trust root, and the ceremony when nobody attacks. */
class TrustProposalTest {
    private final TestTrust country =
            TestTrust.create(5, TestTrust.legislation(2), TestTrust.encrypted("population", 2));
    private final SignedTrustRoot genesis = country.genesis();
    private final SigningKey stolen =
            country.writer("legislation", Site.HOME).blockKeys().get(0);
    private final TrustProposal draft = TrustRootChange.of(genesis)
            .expires(TestTrust.EXPIRES.plusSeconds(1))
            .propose();

    @Test
    void two_of_three_officials_make_the_next_trust_root() {
        TrustProposal signed = draft.signedBy(official(0), genesis).signedBy(official(2), genesis);

        assertThat(signed.standing(genesis).isComplete()).isTrue();
        assertThat(signed.complete(genesis).root().version()).isEqualTo(2);
        assertThat(signed.complete(genesis).digest()).isEqualTo(draft.digest());
    }

    @Test
    void one_official_alone_publishes_nothing_and_hears_who_is_missing() {
        TrustProposal signed = draft.signedBy(official(1), genesis);

        assertUnderQuorum(() -> signed.complete(genesis), "1 of 2", "official-1", "official-3");
        assertThat(signed.standing(genesis).before().missing()).containsExactly("official-1", "official-3");
    }

    @Test
    void one_official_who_signs_twice_is_one_official() {
        TrustProposal once = draft.signedBy(official(0), genesis);

        assertInvalid(() -> once.signedBy(official(0), genesis), "official-1 has signed this draft already");
        assertUnderQuorum(() -> once.with(once).complete(genesis), "1 of 2");
    }

    @Test
    void one_officials_signature_under_anothers_key_id_does_not_count() {
        TrustProposal once = draft.signedBy(official(0), genesis);
        Dsse.Envelope envelope = Dsse.fromJson(once.envelope());
        List<Dsse.Signature> signatures = new ArrayList<>(envelope.signatures());
        signatures.add(new Dsse.Signature(
                official(1).verifyingKey().keyId(), envelope.signatures().get(0).signature()));
        TrustProposal forged = TrustProposal.parse(
                Dsse.toJson(new Dsse.Envelope(envelope.payloadType(), envelope.payload(), signatures)));

        assertUnderQuorum(() -> forged.complete(genesis), "1 of 2");
        assertThat(forged.standing(genesis).notCounted())
                .singleElement()
                .asString()
                .contains("official-2");
        // And it keeps the true one out of neither signing nor merging.
        assertThat(forged.signedBy(official(1), genesis)
                        .complete(genesis)
                        .root()
                        .version())
                .isEqualTo(2);
        assertThat(forged.with(draft.signedBy(official(1), genesis))
                        .complete(genesis)
                        .root()
                        .version())
                .isEqualTo(2);
        assertThat(draft.signedBy(official(1), genesis)
                        .with(forged)
                        .complete(genesis)
                        .root()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void a_stranger_can_not_sign_and_a_strangers_signature_does_not_count() {
        SigningKey stranger = newKey(1);
        TrustProposal withStranger = withSignatures(draft, official(0), stranger);

        assertInvalid(() -> draft.signedBy(stranger, genesis), "of no official");
        assertUnderQuorum(() -> withStranger.complete(genesis), "1 of 2");
        assertThat(withStranger.standing(genesis).notCounted()).hasSize(1);
        TrustProposal whole = withStranger.signedBy(official(1), genesis);
        assertThat(Dsse.fromJson(whole.complete(genesis).envelope()).signatures())
                .hasSize(2);
    }

    @Test
    void a_file_full_of_strangers_signatures_still_has_room_for_the_officials() {
        Dsse.Envelope envelope = Dsse.fromJson(draft.envelope());
        List<Dsse.Signature> junk = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            junk.add(new Dsse.Signature(Digest.sha256(new byte[] {(byte) i}), new byte[64]));
        }
        TrustProposal full =
                TrustProposal.parse(Dsse.toJson(new Dsse.Envelope(envelope.payloadType(), envelope.payload(), junk)));

        TrustProposal signed =
                full.signedBy(official(0), genesis).withoutStrangers(genesis).signedBy(official(1), genesis);

        assertThat(TrustProposal.parse(signed.envelope())
                        .complete(genesis)
                        .root()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void a_site_and_a_writer_sign_no_trust_root() {
        assertInvalid(() -> draft.signedBy(country.embassy().statementKey(), genesis), "of no official");
        assertInvalid(
                () -> draft.signedBy(country.writer("legislation", Site.HOME).statementKey(), genesis),
                "of no official");
        assertInvalid(() -> draft.signedBy(stolen, genesis), "of no official");
    }

    @Test
    void a_retired_official_counts_no_more() {
        SigningKey newcomer = newKey(2);
        SignedTrustRoot second = TrustRootChange.of(genesis)
                .removeOfficial("official-1")
                .add(new PublicKeys.OfOfficial(country.domain(), "official-4", newcomer.verifyingKey()))
                .propose()
                .signedBy(official(0), genesis)
                .signedBy(official(1), genesis)
                .signedBy(official(2), genesis)
                .complete(genesis);
        TrustProposal third = TrustRootChange.of(second)
                .expires(TestTrust.EXPIRES.plusSeconds(9))
                .propose();

        assertInvalid(() -> third.signedBy(official(0), second), "of no official");
        TrustProposal withRetired = withSignatures(third, official(0), official(1));
        assertUnderQuorum(() -> withRetired.complete(second), "1 of 2");
        assertThat(third.signedBy(newcomer, second)
                        .signedBy(official(1), second)
                        .complete(second)
                        .root()
                        .version())
                .isEqualTo(3);
    }

    @Test
    void whoever_is_replaced_decides_too_and_whoever_comes_shows_that_they_are_there() {
        List<SigningKey> newcomers = List.of(newKey(3), newKey(4), newKey(5));
        TrustRootChange change = TrustRootChange.of(genesis);
        for (int i = 0; i < 3; i++) {
            change.removeOfficial("official-" + (i + 1));
            change.add(new PublicKeys.OfOfficial(
                    country.domain(), "new-" + i, newcomers.get(i).verifyingKey()));
        }
        TrustProposal replaced = change.propose();

        TrustProposal byNew = replaced.signedBy(newcomers.get(0), genesis).signedBy(newcomers.get(1), genesis);
        TrustProposal byOld = replaced.signedBy(official(0), genesis).signedBy(official(1), genesis);
        assertUnderQuorum(() -> byNew.complete(genesis), "0 of 2 of version 1");
        assertUnderQuorum(() -> byOld.complete(genesis), "0 of 2 of version 2");
        assertThat(byOld.with(byNew).complete(genesis).root().officials()).hasSize(3);
    }

    @Test
    void a_lowered_threshold_needs_the_old_quorum() {
        TrustRootDraft root = TrustRootDraft.successorOf(genesis);
        root.officials.remove(2);
        root.officials.remove(1);
        root.threshold = 1;
        TrustProposal lowered = TrustProposal.of(genesis, root.root());

        assertUnderQuorum(() -> lowered.signedBy(official(0), genesis).complete(genesis), "1 of 2 of version 1");
        assertThat(TrustRootWords.changes(genesis.root(), lowered.root()))
                .anyMatch(line -> line.contains("threshold: 2 becomes 1 (LOWER)"));
    }

    @Test
    void a_threshold_of_less_than_half_can_not_be_proposed() {
        assertThatThrownBy(() -> TrustRootChange.of(genesis).threshold(1).propose())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than half");
    }

    @Test
    void signatures_over_another_draft_do_not_count_and_two_drafts_do_not_merge() {
        TrustProposal other = TrustRootChange.of(genesis)
                .expires(TestTrust.EXPIRES.plusSeconds(2))
                .propose()
                .signedBy(official(0), genesis);
        Dsse.Envelope mine = Dsse.fromJson(draft.signedBy(official(1), genesis).envelope());
        List<Dsse.Signature> both = new ArrayList<>(mine.signatures());
        both.addAll(Dsse.fromJson(other.envelope()).signatures());
        TrustProposal grafted =
                TrustProposal.parse(Dsse.toJson(new Dsse.Envelope(mine.payloadType(), mine.payload(), both)));

        assertInvalid(() -> draft.with(other), "two drafts");
        assertUnderQuorum(() -> grafted.complete(genesis), "1 of 2");
    }

    @Test
    void officials_may_sign_at_once_each_their_own_copy() {
        TrustProposal one = TrustProposal.parse(draft.envelope()).signedBy(official(0), genesis);
        TrustProposal other = TrustProposal.parse(draft.envelope()).signedBy(official(2), genesis);

        assertThat(one.with(other).complete(genesis)).isEqualTo(other.with(one).complete(genesis));
    }

    /** What no number of officials may do, each as it would be slipped into a draft. */
    static Stream<Arguments> whatRulesRefuse() {
        return Stream.of(
                broken("a skipped version", "version: expected 2", root -> root.version = 3),
                broken("the same version again", "version: expected 2", root -> {
                    root.version = 1;
                    root.previous = Optional.empty();
                }),
                broken(
                        "another predecessor",
                        "previous",
                        root -> root.previous = Optional.of(Digest.sha256(new byte[] {7}))),
                broken("another country", "country: never changes", root -> root.country = "Elsewhere"),
                broken("a registry removed", "registries: none may be removed", root -> {
                    root.registries.remove(1);
                    root.writers.removeIf(writer -> writer.registry().equals("population"));
                    root.signingKeys.removeIf(key -> key.registry().equals("population"));
                }),
                broken(
                        "registries in another order",
                        "order never changes",
                        root -> Collections.swap(root.registries, 0, 1)),
                broken(
                        "more partitions",
                        "partitions of legislation never change",
                        root -> root.registries.set(0, TestTrust.legislation(4))),
                broken(
                        "a secret registry made public",
                        "public of population never changes",
                        root -> root.registries.set(
                                1, new TrustRoot.RegistryEntry("population", 2, true, Site.HOME, 20))),
                broken(
                        "another first primary",
                        "firstPrimary of population never changes",
                        root -> root.registries.set(
                                1, new TrustRoot.RegistryEntry("population", 2, false, Site.EMBASSY, 20))),
                broken("a signing key removed", "none may be removed", root -> root.signingKeys.remove(0)),
                broken(
                        "signing keys in another order",
                        "order never changes",
                        root -> Collections.swap(root.signingKeys, 0, 1)),
                broken("a writer removed", "none may be removed", root -> root.writers.remove(0)),
                broken(
                        "a site's statement key exchanged in place",
                        "never change place or key",
                        root -> root.sites.set(
                                0, new TrustRoot.SiteEntry(Site.HOME, newKey(9).verifyingKey()))));
    }

    private static Arguments broken(String what, String rule, Consumer<TrustRootDraft> change) {
        return Arguments.of(what, rule, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatRulesRefuse")
    void what_rules_refuse_is_neither_proposed_nor_signed_nor_published(
            String what, String rule, Consumer<TrustRootDraft> change) {
        TrustRootDraft root = TrustRootDraft.successorOf(genesis);
        change.accept(root);
        TrustProposal slipped = withSignatures(unchecked(root.root()), official(0), official(1), official(2));

        assertInvalid(() -> TrustProposal.of(genesis, root.root()), rule);
        assertInvalid(() -> unchecked(root.root()).signedBy(official(0), genesis), rule);
        assertInvalid(() -> slipped.complete(genesis), rule);
        assertInvalid(() -> genesis.successor(slipped.envelope()), rule);
    }

    @Test
    void a_key_in_two_roles_and_a_key_in_two_suites_can_not_be_proposed() {
        PublicKeys.OfOfficial writerAsOfficial =
                new PublicKeys.OfOfficial(country.domain(), "official-4", stolen.verifyingKey());
        SigningKey composite = SigningKey.generate(SignatureSuite.MLDSA65_ED25519, new SeededRandom(4));
        byte[] encoded = composite.verifyingKey().encoded();
        PublicKeys.OfOfficial half = new PublicKeys.OfOfficial(
                country.domain(),
                "official-4",
                org.dataembassy.ledger.crypto.VerifyingKey.of(
                        SignatureSuite.ED25519, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
        PublicKeys.OfOfficial whole =
                new PublicKeys.OfOfficial(country.domain(), "official-5", composite.verifyingKey());

        assertThatThrownBy(() -> TrustRootChange.of(genesis)
                        .threshold(3)
                        .add(writerAsOfficial)
                        .propose())
                .hasMessageContaining("one key, one suite, one role");
        assertThatThrownBy(() -> TrustRootChange.of(genesis)
                        .threshold(3)
                        .add(half)
                        .add(whole)
                        .propose())
                .hasMessageContaining("one key, one suite, one role");
    }

    @Test
    void keys_of_another_country_are_not_listed() {
        TestTrust elsewhere = TestTrust.create(6, TestTrust.legislation(2));
        PublicKeys.OfOfficial stranger = new PublicKeys.OfOfficial(
                elsewhere.domain(), "official-4", newKey(1).verifyingKey());

        assertThatThrownBy(() -> TrustRootChange.of(genesis).add(stranger)).hasMessageContaining("another country");
    }

    @Test
    void a_root_that_follows_another_one_of_its_version_is_refused_by_those_who_hold_this_one() {
        SignedTrustRoot second = draft.signedBy(official(0), genesis)
                .signedBy(official(1), genesis)
                .complete(genesis);
        SignedTrustRoot otherSecond = TrustRootChange.of(genesis)
                .expires(TestTrust.EXPIRES.plusSeconds(5))
                .propose()
                .signedBy(official(0), genesis)
                .signedBy(official(1), genesis)
                .complete(genesis);
        TrustProposal third =
                TrustRootChange.of(otherSecond).expires(TestTrust.EXPIRES).propose();

        assertInvalid(() -> third.signedBy(official(0), second), "previous");
    }

    @Test
    void an_expired_root_still_has_a_successor() {
        SignedTrustRoot expired = TrustRootChange.of(genesis)
                .expires(Instant.parse("2000-01-01T00:00:00Z"))
                .propose()
                .signedBy(official(0), genesis)
                .signedBy(official(1), genesis)
                .complete(genesis);

        assertThat(TrustRootChange.of(expired)
                        .expires(TestTrust.EXPIRES)
                        .propose()
                        .signedBy(official(0), expired)
                        .signedBy(official(2), expired)
                        .complete(expired)
                        .root()
                        .version())
                .isEqualTo(3);
        assertThat(TrustRootWords.changes(genesis.root(), expired.root()))
                .singleElement()
                .asString()
                .contains("EARLIER");
    }

    @Test
    void a_stolen_signing_key_is_struck_out_from_a_block_on_in_each_partition() {
        TrustRoot after = TrustRootChange.of(genesis)
                .strikeOut(stolen.verifyingKey().keyId().abbreviated(), Map.of(0, 7L, 1, 0L))
                .propose()
                .root();
        Digest keyId = stolen.verifyingKey().keyId();

        assertThat(after.allowsBlock(keyId, new LedgerId("legislation", 0), Site.HOME, country.domain(), 6))
                .isTrue();
        assertThat(after.allowsBlock(keyId, new LedgerId("legislation", 0), Site.HOME, country.domain(), 7))
                .isFalse();
        assertThat(after.allowsBlock(keyId, new LedgerId("legislation", 1), Site.HOME, country.domain(), 0))
                .isFalse();
        assertThat(after.blockVerifyingKey(keyId)).isPresent();
        assertThat(TrustRootWords.changes(genesis.root(), after))
                .singleElement()
                .asString()
                .contains("may sign less")
                .contains("block 0 to 6")
                .contains("partition 1 STRUCK OUT")
                .contains(keyId.hex());
    }

    @Test
    void what_was_struck_out_is_not_given_back() {
        SignedTrustRoot second = TrustRootChange.of(genesis)
                .strikeOut(stolen.verifyingKey().keyId().hex(), Map.of(0, 7L, 1, 7L))
                .propose()
                .signedBy(official(0), genesis)
                .signedBy(official(1), genesis)
                .complete(genesis);
        TrustRoot further = TrustRootChange.of(second)
                .strikeOut(stolen.verifyingKey().keyId().hex(), Map.of(0, 9L, 1, 2L))
                .propose()
                .root();
        TrustRootDraft wider = TrustRootDraft.successorOf(second);
        wider.signingKeys.clear();
        wider.signingKeys.addAll(genesis.root().signingKeys());

        assertThat(further.allowsBlock(
                        stolen.verifyingKey().keyId(), new LedgerId("legislation", 0), Site.HOME, country.domain(), 7))
                .isFalse();
        assertInvalid(() -> TrustProposal.of(second, wider.root()), "may only become less");
    }

    @Test
    void a_strike_out_names_every_partition_and_one_key() {
        String keyId = stolen.verifyingKey().keyId().hex();
        TrustRootChange change = TrustRootChange.of(genesis);

        assertThatThrownBy(() -> change.strikeOut(keyId, Map.of(0, 7L)))
                .hasMessageContaining("each of the 2 partitions");
        assertThatThrownBy(() -> change.strikeOut(keyId, Map.of(0, 7L, 1, 7L, 2, 7L)))
                .hasMessageContaining("partitions 0 to 1");
        assertThatThrownBy(() -> change.strikeOut(keyId, Map.of(0, -1L, 1, 7L))).hasMessageContaining("at least 0");
        assertThatThrownBy(() -> change.strikeOut(keyId.substring(0, 7), Map.of(0, 7L, 1, 7L)))
                .hasMessageContaining("at least 8 digits");
        assertThatThrownBy(() -> change.strikeOut("0000000000", Map.of(0, 7L, 1, 7L)))
                .hasMessageContaining("found 0");
    }

    @Test
    void a_sites_key_is_replaced_by_ending_the_one_before() {
        PublicKeys.OfSite replaced = new PublicKeys.OfSite(
                country.domain(),
                Site.EMBASSY,
                newKey(6).verifyingKey(),
                country.embassy().recipient().recipientKey());
        Digest old = country.embassy().statementKey().verifyingKey().keyId();

        assertThatThrownBy(() -> TrustRootChange.of(genesis).add(replaced).propose())
                .hasMessageContaining("end the statements of the one before");
        TrustRoot after = TrustRootChange.of(genesis)
                .add(replaced)
                .endStatements(old.hex(), 40)
                .propose()
                .root();

        assertThat(after.author(old).orElseThrow().lastStatement()).isEqualTo(40);
        assertThat(after.author(newKey(6).verifyingKey().keyId()).orElseThrow().isRetired())
                .isFalse();
        assertThat(TrustRootWords.changes(genesis.root(), after))
                .anyMatch(line -> line.startsWith("+ ") && line.contains("believed up to statement 40"))
                .anyMatch(line -> line.startsWith("+ ")
                        && line.contains(newKey(6).verifyingKey().keyId().hex()));
    }

    @Test
    void a_registry_is_appended_with_its_writers() {
        SigningKey statements = newKey(7);
        SigningKey blocks = newKey(8);

        TrustRoot after = TrustRootChange.of(genesis)
                .addRegistry(TestTrust.encrypted("health", 8))
                .add(new PublicKeys.OfWriter(
                        country.domain(),
                        "health",
                        Site.HOME,
                        statements.verifyingKey(),
                        List.of(blocks.verifyingKey())))
                .propose()
                .root();

        assertThat(after.registries().get(2).partitions()).isEqualTo(8);
        assertThat(after.allowsBlock(
                        blocks.verifyingKey().keyId(), new LedgerId("health", 7), Site.HOME, country.domain(), 0))
                .isTrue();
        assertThat(TrustRootWords.changes(genesis.root(), after)).hasSize(3);
    }

    /** Every part of a trust root, changed alone. */
    static Stream<Consumer<TrustRootDraft>> everyPart() {
        return Stream.of(
                root -> root.country = "Elsewhere",
                root -> root.version = 9,
                root -> root.expires = Instant.EPOCH,
                root -> root.threshold = 3,
                root -> root.officials.set(
                        0, new TrustRoot.Official("official-1", newKey(1).verifyingKey())),
                root -> root.officials.set(
                        0, new TrustRoot.Official("other", root.officials.get(0).verifyingKey())),
                root -> Collections.swap(root.officials, 0, 1),
                root -> root.sites.set(
                        0, new TrustRoot.SiteEntry(Site.HOME, newKey(1).verifyingKey())),
                root -> Collections.swap(root.sites, 0, 1),
                root -> root.registries.set(0, new TrustRoot.RegistryEntry("legislation", 2, true, Site.HOME, 21)),
                root -> Collections.swap(root.registries, 0, 1),
                root -> root.writers.set(
                        0,
                        new TrustRoot.WriterEntry(
                                root.writers.get(0).registry(),
                                root.writers.get(0).site(),
                                root.writers.get(0).statementKey(),
                                0)),
                root -> root.signingKeys.remove(0),
                root -> root.signingKeys.add(root.signingKeys.get(0)),
                root -> Collections.swap(root.signingKeys, 0, 3),
                root -> root.signingKeys.set(
                        0,
                        new TrustRoot.BlockSigningKey(
                                root.signingKeys.get(0).verifyingKey(),
                                "legislation",
                                Site.HOME,
                                Optional.of(Digest.sha256(new byte[] {1})),
                                Optional.empty(),
                                0,
                                Long.MAX_VALUE)),
                root -> root.recipients.set(
                        0,
                        new TrustRoot.Recipient(
                                "home",
                                RecipientSecret.generate(new SeededRandom(1)).recipientKey())),
                root -> Collections.swap(root.recipients, 0, 1));
    }

    @ParameterizedTest
    @MethodSource("everyPart")
    void whatever_differs_is_said_before_anybody_signs(Consumer<TrustRootDraft> change) {
        TrustRootDraft root = TrustRootDraft.successorOf(genesis);
        change.accept(root);

        assertThat(TrustRootWords.changes(genesis.root(), root.root())).isNotEmpty();
    }

    @Test
    void nothing_is_said_where_nothing_differs() {
        assertThat(TrustRootWords.changes(
                        genesis.root(), TrustRootDraft.successorOf(genesis).root()))
                .isEmpty();
        assertThat(TrustRootWords.of(genesis.root()))
                .hasSize(3 + 3 + 2 + 2 + 4 + 8 + 3)
                .anyMatch(line -> line.contains("registry legislation: 2 partitions, public"));
    }

    @Test
    void bytes_that_are_no_draft_are_refused() {
        byte[] whole = draft.envelope();

        assertInvalid(() -> TrustProposal.parse(new byte[0]), "draft");
        assertInvalid(() -> TrustProposal.parse(Arrays.copyOf(whole, whole.length / 2)), "draft");
        assertInvalid(
                () -> TrustProposal.parse(Dsse.toJson(new Dsse.Envelope(
                        "application/vnd.data-embassy.statement+json",
                        Dsse.fromJson(whole).payload(),
                        List.of()))),
                "payloadType");
    }

    @Test
    void public_keys_read_back_as_they_were_written() {
        List<PublicKeys> all = List.of(
                new PublicKeys.OfOfficial(
                        country.domain(), "Äiti O'Hara", newKey(1).verifyingKey()),
                new PublicKeys.OfSite(
                        country.domain(),
                        Site.HOME,
                        newKey(1).verifyingKey(),
                        country.home().recipient().recipientKey()),
                new PublicKeys.OfWriter(
                        country.domain(),
                        "population",
                        Site.EMBASSY,
                        newKey(1).verifyingKey(),
                        List.of(newKey(2).verifyingKey(), newKey(3).verifyingKey())));

        assertThat(all)
                .allSatisfy(
                        keys -> assertThat(PublicKeys.fromJson(keys.toJson())).isEqualTo(keys));
        assertThatThrownBy(() -> PublicKeys.fromJson(draft.envelope())).isInstanceOf(IllegalArgumentException.class);
    }

    private SigningKey official(int index) {
        return country.officials().get(index);
    }

    private static SigningKey newKey(long seed) {
        return SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(9000 + seed));
    }

    /** A draft that another program made. */
    private static TrustProposal unchecked(TrustRoot root) {
        return TrustProposal.parse(
                Dsse.toJson(new Dsse.Envelope(SignedTrustRoot.PAYLOAD_TYPE, TrustRootJson.write(root), List.of())));
    }

    private static TrustProposal withSignatures(TrustProposal draft, SigningKey... signers) {
        Dsse.Envelope envelope = Dsse.fromJson(draft.envelope());
        return TrustProposal.parse(
                Dsse.toJson(Dsse.sign(envelope.payloadType(), envelope.payload(), List.of(signers))));
    }

    private static void assertInvalid(ThrowingCallable call, String message) {
        assertProblem(Problem.TRUST_ROOT_INVALID, call, message);
    }

    private static void assertUnderQuorum(ThrowingCallable call, String... messages) {
        assertProblem(Problem.TRUST_UNDER_QUORUM, call, messages);
    }

    private static void assertProblem(Problem problem, ThrowingCallable call, String... messages) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EmbassyException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.getMessage()).contains(messages);
        });
    }
}
