package org.dataembassy.ledger.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.ledger.accept.Country.PUBLIC;
import static org.dataembassy.ledger.accept.Country.SECRET;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VouchedHeadersTest {
    private static Country country;

    @BeforeAll
    static void makeCountry() {
        country = new Country();
    }

    @Test
    void theLastSignatureOfARunVouchesForAllOfIt() {
        List<byte[]> run = run(PUBLIC);
        List<byte[]> onlyTheLastIsSigned = new ArrayList<>(run);
        for (int i = 0; i < run.size() - 1; i++) {
            onlyTheLastIsSigned.set(i, unsigned(country.block(PUBLIC, i).block()));
        }

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, country.view(), onlyTheLastIsSigned);

        assertThat(reasons(PUBLIC, country.view(), vouched, onlyTheLastIsSigned))
                .containsOnly(Reason.ACCEPTED);
    }

    @Test
    void aRunWhoseLastSignatureIsBadVouchesForNothing() {
        List<byte[]> run = new ArrayList<>(run(PUBLIC));
        int last = run.size() - 1;
        run.set(last, unsigned(country.block(PUBLIC, last).block()));

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, country.view(), run);

        assertThat(vouched).isSameAs(VouchedHeaders.NONE);
        assertThat(reasons(PUBLIC, country.view(), vouched, run))
                .startsWith(Reason.ACCEPTED)
                .endsWith(Reason.BAD_SIGNATURE);
    }

    @Test
    void aForgedBlockIsNotVouchedForByATrueOneThatWasSignedOnTopOfAnother() {
        byte[] forged = unsigned(country.twin(PUBLIC)
                .from(1, country.headAt(PUBLIC, 1))
                .seal(1, 1)
                .block());
        List<byte[]> run = new ArrayList<>(run(PUBLIC));
        run.add(1, forged);

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, country.view(), run);

        assertThat(reasons(PUBLIC, country.view(), vouched, run).get(1)).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void copiesAndForgeriesInBetweenDontEndARun() {
        List<byte[]> run = new ArrayList<>(run(PUBLIC));
        run.set(1, unsigned(country.block(PUBLIC, 1).block()));
        run.add(2, run.get(0));
        run.add(2, new byte[] {1, 2, 3});
        run.add(2, null);

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, country.view(), run);

        assertThat(reasons(PUBLIC, country.view(), vouched, run))
                .containsExactly(
                        Reason.ACCEPTED,
                        Reason.ACCEPTED,
                        Reason.MALFORMED_BLOCK,
                        Reason.MALFORMED_BLOCK,
                        Reason.DUPLICATE,
                        Reason.ACCEPTED,
                        Reason.ACCEPTED,
                        Reason.ACCEPTED);
    }

    @Test
    void aSigningKeyVouchesForNothingThatItMayNotSign() {
        List<byte[]> run = new ArrayList<>(run(PUBLIC));
        Digest key = country.block(PUBLIC, 0).header().signingKeyId();
        ControlView closed = country.viewWithClosing(key, Map.of(PUBLIC, 2L));
        run.set(0, unsigned(country.block(PUBLIC, 0).block()));

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, closed, run);

        assertThat(reasons(PUBLIC, closed, vouched, run))
                .startsWith(Reason.ACCEPTED, Reason.ACCEPTED)
                .endsWith(Reason.SIGNING_KEY_CLOSED);
        assertThat(VouchedHeaders.among(PUBLIC, Head.EMPTY, Country.forked(country.view()), run))
                .isSameAs(VouchedHeaders.NONE);
    }

    @Test
    void eachSigningKeyVouchesForItsOwnBlocksOnly() {
        ControlView view = country.viewWithCut(SECRET, Map.of(1, country.headAt(SECRET, 3)));
        var embassy = country.embassyWriter(SECRET).from(1, country.headAt(SECRET, 3));
        SealedBlock first = embassy.seal(1, 1).block();
        SealedBlock second = embassy.seal(1, 1).block();
        List<byte[]> homes = run(SECRET).subList(0, 3);
        List<byte[]> run = new ArrayList<>(homes);
        run.set(1, unsigned(country.block(SECRET, 1).block()));
        run.set(2, unsigned(country.block(SECRET, 2).block()));
        run.add(unsigned(first));
        run.add(second.encode(1));

        VouchedHeaders vouched = VouchedHeaders.among(SECRET, Head.EMPTY, view, run);

        assertThat(vouched.contains(first.leaf())).isTrue();
        assertThat(vouched.contains(second.leaf())).isTrue();
        assertThat(vouched.contains(country.block(SECRET, 0).leaf())).isFalse();
        assertThat(vouched.contains(country.block(SECRET, 1).leaf())).isFalse();
    }

    @Test
    void theBodyOfABlockInARunIsLookedAtAsEver() {
        List<byte[]> run = new ArrayList<>(run(PUBLIC));
        SealedBlock true1 = country.block(PUBLIC, 1).block();
        byte[] body = true1.body().clone();
        body[body.length / 2] ^= 1;
        run.set(1, new SealedBlock(true1.header(), true1.signature(), body).encode(1));

        VouchedHeaders vouched = VouchedHeaders.among(PUBLIC, Head.EMPTY, country.view(), run);

        assertThat(vouched.contains(true1.leaf())).isTrue();
        assertThat(reasons(PUBLIC, country.view(), vouched, run).get(1)).isEqualTo(Reason.BODY_DIGEST_MISMATCH);
    }

    private static List<byte[]> run(LedgerId ledger) {
        return country.blocks.get(ledger).stream()
                .map(one -> one.block().encode(1))
                .toList();
    }

    private static byte[] unsigned(SealedBlock block) {
        byte[] signature = block.signature().clone();
        signature[3] ^= 1;
        return new SealedBlock(block.header(), signature, block.body()).encode(1);
    }

    /** Judges one after the other, the head moving with what is accepted. */
    private static List<Reason> reasons(
            LedgerId ledger, ControlView view, VouchedHeaders vouched, List<byte[]> values) {
        Acceptance acceptance = new Acceptance(Optional.of(country.trust.home().recipient()));
        List<Reason> reasons = new ArrayList<>();
        Head head = Head.EMPTY;
        for (byte[] value : values) {
            Judgement judgement = acceptance.judge(
                    ledger,
                    head,
                    view,
                    index -> country.block(ledger, (int) index).leaf(),
                    id -> Optional.ofNullable(country.dataKeys.get(id)),
                    vouched,
                    value);
            reasons.add(judgement.reason());
            head = judgement instanceof Judgement.Accepted accepted ? accepted.after() : head;
        }
        return reasons;
    }
}
