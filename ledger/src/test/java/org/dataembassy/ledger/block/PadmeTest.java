package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PadmeTest {
    /** From the paper's formula, by hand. */
    @ParameterizedTest(name = "{0} bytes become {1}")
    @CsvSource({"8, 8", "9, 10", "64, 64", "65, 72", "100, 104", "1000, 1024", "4194304, 4194304", "4194305, 4325376"})
    void lengthsArePaddedAsInThePaper(int length, int padded) {
        assertThat(Padme.paddedLength(length)).isEqualTo(padded);
    }

    @Test
    void paddingCostsLittleAndLeavesFewLengths() {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (int length = 8; length < 300_000; length++) {
            int padded = Padme.paddedLength(length);
            if (padded < length || padded > length * 1.12 + 1 || Padme.paddedLength(padded) != padded) {
                fail("%d became %d", length, padded);
            }
            lengths.add(padded);
        }
        assertThat(lengths).hasSizeLessThan(250);
    }

    @Test
    void theLargestBodyFitsOnceStored() {
        int framed = 8 + Zstd.bound(BlockLimits.MAX_PLAIN_BODY_BYTES);

        assertThat(Padme.paddedLength(framed) + 16).isLessThanOrEqualTo(BlockLimits.MAX_STORED_BODY_BYTES);
        assertThat(BlockLimits.MAX_STORED_BODY_BYTES
                        + BlockLimits.MAX_HEADER_BYTES
                        + BlockLimits.MAX_SIGNATURE_BYTES
                        + 5
                        + 3 * 5)
                .isLessThanOrEqualTo(BlockLimits.MAX_ENCODED_BYTES);
        assertThat(BlockLimits.MAX_EVENT_BYTES + BlockLimits.MAX_SCHEMA_TEXT_BYTES + BlockLimits.MAX_SCHEMAS * 44 + 64)
                .isLessThanOrEqualTo(BlockLimits.MAX_PLAIN_BODY_BYTES);
    }
}
