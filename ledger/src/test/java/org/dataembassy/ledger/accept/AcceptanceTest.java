package org.dataembassy.ledger.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.ledger.accept.Country.ACCEPTED;
import static org.dataembassy.ledger.accept.Country.PUBLIC;
import static org.dataembassy.ledger.accept.Country.SECRET;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AcceptanceTest {
    private static final List<Attack> ATTACKS = AttackCatalogue.all();

    static List<Attack> attacks() {
        return ATTACKS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void everyAttackIsNamedForWhatItIs(Attack attack) {
        Judgement judgement = attack.attempt().get();

        assertThat(judgement.reason()).as("%s", judgement).isEqualTo(attack.expected());
        assertThat(judgement).isInstanceOf(attack.kind());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Reason.class)
    void everyReasonIsReachedByAnAttack(Reason reason) {
        assertThat(ATTACKS).extracting(Attack::expected).contains(reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void theSameArgumentsGiveTheSameJudgement(Attack attack) {
        Judgement first = attack.attempt().get();
        Judgement second = attack.attempt().get();

        assertThat(second.reason()).isEqualTo(first.reason());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Reason.class)
    void aReasonsRuleFitsTheJudgementsThatCarryIt(Reason reason) {
        Class<?> kind = switch (reason.rule()) {
            case 1 -> Judgement.Refused.class;
            case 2 -> Judgement.Parked.class;
            case 3 -> Judgement.Accepted.class;
            case 4 -> reason == Reason.DUPLICATE ? Judgement.Duplicate.class : Judgement.Equivocation.class;
            case 5 -> Judgement.Gap.class;
            default -> Judgement.Orphan.class;
        };

        assertThat(ATTACKS.stream().filter(a -> a.expected() == reason)).allMatch(a -> a.kind() == kind);
        assertThat(reason.meaning()).isNotBlank();
    }

    @Test
    void anAcceptedBlockCarriesItsEventsAndTheHeadAfterIt() {
        Country country = new Country();
        BlockSealer.Sealed sealed = country.next(SECRET);

        Judgement.Accepted accepted = (Judgement.Accepted) country.judge(SECRET, sealed.block());

        assertThat(accepted.after()).isEqualTo(sealed.after());
        assertThat(accepted.block().header()).isEqualTo(sealed.header());
        assertThat(accepted.block().leaf()).isEqualTo(sealed.leaf());
        assertThat(accepted.block().events()).hasSize(sealed.header().eventCount());
        assertThat(accepted.newDataKey()).isEmpty();
    }

    @Test
    void theFirstBlockOfAPartitionBringsTheDataKeyToEveryRecipient() {
        Country country = new Country();
        byte[] first = country.block(SECRET, 0).block().encode(1);

        for (var recipient : List.of(
                country.trust.home().recipient(), country.trust.embassy().recipient(), country.trust.recovery())) {
            Judgement judgement = new Acceptance(Optional.of(recipient))
                    .judge(SECRET, Head.EMPTY, country.view(), i -> null, id -> Optional.empty(), first);

            assertThat(((Judgement.Accepted) judgement).newDataKey())
                    .map(org.dataembassy.ledger.crypto.DataKey::id)
                    .isEqualTo(country.block(SECRET, 0).header().dataKeyId());
        }
    }

    @Test
    void equivocationHaltsWithinTheRunningEpochOnly() {
        Country country = new Country();
        byte[] fork = country.twin(PUBLIC)
                .from(1, country.headAt(PUBLIC, 1))
                .seal(1, 1)
                .block()
                .encode(1);
        ControlView ended = country.viewWithCut(PUBLIC, Map.of(1, country.head(PUBLIC)));

        Judgement running = country.judge(PUBLIC, fork);
        Judgement underACut = country.judgeAt(PUBLIC, country.head(PUBLIC), ended, fork);

        assertThat(((Judgement.Equivocation) running).halts()).isTrue();
        assertThat(((Judgement.Equivocation) underACut).halts()).isFalse();
    }

    @Test
    void aParkedBlockIsAcceptedOnceControlExplainsIt() {
        Country country = new Country();
        byte[] firstOfEpoch2 = country.embassyWriter(SECRET)
                .from(1, country.head(SECRET))
                .seal(1, 1)
                .block()
                .encode(1);

        Judgement before = country.judge(SECRET, firstOfEpoch2);
        Judgement after = country.judgeAt(
                SECRET,
                country.head(SECRET),
                country.viewWithCut(SECRET, Map.of(1, country.head(SECRET))),
                firstOfEpoch2);

        assertThat(before.reason()).isEqualTo(Reason.UNKNOWN_EPOCH);
        assertThat(after.reason()).isEqualTo(Reason.ACCEPTED);
    }

    @Test
    void theTrueBlockIsAcceptedAfterAnyNumberOfAttacks() {
        Country country = new Country();
        List<Reason> reasons = new ArrayList<>();
        byte[] value = country.next(PUBLIC).block().encode(1);

        for (int at = 0; at < value.length; at += 7) {
            byte[] flipped = value.clone();
            flipped[at] ^= 0x10;
            reasons.add(country.judge(PUBLIC, flipped).reason());
        }

        // The schema id in bytes 1 to 4 is nobody's concern; at every other byte the change shows.
        assertThat(reasons).doesNotContain(Reason.ACCEPTED).doesNotContain(Reason.EQUIVOCATION_OTHER_LEAF);
        assertThat(country.judge(PUBLIC, value).reason()).isEqualTo(Reason.ACCEPTED);
        assertThat(country.headAt(PUBLIC, ACCEPTED)).isEqualTo(country.head(PUBLIC));
    }

    @Test
    void detailsHoldNoEventContent() {
        byte[] secretWord = "Lehmann-Kask".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Country country = new Country();
        byte[] event = new byte[5 + secretWord.length];
        event[4] = 1;
        System.arraycopy(secretWord, 0, event, 5, secretWord.length);
        BlockSealer.Sealed sealed =
                country.twin(PUBLIC).from(1, country.head(PUBLIC)).seal(1, List.of(event));
        byte[] value = sealed.block().encode(1);

        for (int at = 5; at < value.length; at += 3) {
            byte[] flipped = value.clone();
            flipped[at] ^= 1;
            assertThat(country.judge(PUBLIC, flipped).toString()).doesNotContain("Lehmann");
        }
    }
}
