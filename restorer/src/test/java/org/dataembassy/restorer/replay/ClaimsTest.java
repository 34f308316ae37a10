package org.dataembassy.restorer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataembassy.ledger.accept.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which of several refused records tells why a block is missing. */
class ClaimsTest {
    private final Claims claims = new Claims();

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"BAD_SIGNATURE", "UNKNOWN_SIGNING_KEY", "WRONG_SITE", "BODY_DIGEST_MISMATCH"})
    void what_anybody_can_put_in_front_does_not_hide_why_the_true_block_is_not_believed(Reason junk) {
        claims.add(7, claim(0, junk));
        claims.add(7, claim(1, Reason.TRUST_ROOT_FORKED));
        claims.add(7, claim(2, junk));

        assertThat(claims.at(7)).contains(claim(1, Reason.TRUST_ROOT_FORKED));
    }

    @Test
    void of_two_that_tell_the_same_the_first_counts() {
        claims.add(7, claim(0, Reason.BAD_SIGNATURE));
        claims.add(7, claim(1, Reason.BAD_SIGNATURE));
        claims.add(8, claim(2, Reason.TRUST_ROOT_FORKED));
        claims.add(8, claim(3, Reason.SIGNING_KEY_CLOSED));

        assertThat(claims.at(7)).contains(claim(0, Reason.BAD_SIGNATURE));
        assertThat(claims.at(8)).contains(claim(2, Reason.TRUST_ROOT_FORKED));
        claims.passed(8);
        assertThat(claims.at(7)).isEmpty();
    }

    private static Claims.Claim claim(long offset, Reason reason) {
        return new Claims.Claim(
                new RecordPlace(new SourcePartition("registry.legislation", 0), offset), reason, "detail");
    }
}
