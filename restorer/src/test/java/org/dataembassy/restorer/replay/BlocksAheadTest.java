package org.dataembassy.restorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;

class BlocksAheadTest {
    private final List<VerifiedBlock> blocks = IntStream.range(0, 20)
            .mapToObj(i -> new VerifiedBlock(null, null, Optional.empty(), null, null))
            .toList();
    private final Iterator<VerifiedBlock> left = blocks.iterator();

    @Test
    void blocks_come_in_their_order_and_then_the_end() {
        try (BlocksAhead ahead = BlocksAhead.of(this::next)) {
            for (VerifiedBlock block : blocks) {
                assertThat(ahead.next().orElseThrow()).isSameAs(block);
            }
            assertThat(ahead.next()).isEmpty();
        }
    }

    @Test
    void a_fault_comes_after_the_blocks_before_it() {
        EmbassyException fault = new EmbassyException(Problem.LEDGER_FAULT, "no");
        try (BlocksAhead ahead = BlocksAhead.of(() -> {
            Optional<VerifiedBlock> next = next();
            if (next.isEmpty()) {
                throw fault;
            }
            return next;
        })) {
            for (VerifiedBlock block : blocks) {
                assertThat(ahead.next().orElseThrow()).isSameAs(block);
            }
            assertThatThrownBy(ahead::next).isSameAs(fault);
        }
    }

    @Test
    void closed_it_has_ended_even_if_nobody_takes_what_it_read_and_its_source_hangs() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        BlocksAhead ahead = BlocksAhead.of(() -> {
            try {
                hangs.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.countDown();
            }
            return Optional.empty();
        });
        awaitReached(hangs);

        ahead.close();

        assertThat(ended.getCount()).isZero();
    }

    private static void awaitReached(CountDownLatch reached) {
        try {
            reached.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<VerifiedBlock> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
    }
}
