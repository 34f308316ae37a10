package org.dataembassy.producers;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.kafka.write.Batch;
import org.dataembassy.ledger.kafka.write.BlockWriter;
import org.dataembassy.ledger.kafka.write.WrittenTransaction;
import org.dataembassy.ledger.problem.EmbassyException;

/** What the engine needs of a {@link BlockWriter}; the other implementation is the one of tests. */
interface LedgerWriting {
    CompletionStage<WrittenTransaction> write(Batch batch) throws InterruptedException;

    SortedMap<Integer, Head> heads();

    SortedMap<String, Long> sources();

    Optional<EmbassyException> failure();

    boolean close(Duration timeout);

    static LedgerWriting of(BlockWriter writer) {
        return new LedgerWriting() {
            @Override
            public CompletionStage<WrittenTransaction> write(Batch batch) throws InterruptedException {
                return writer.write(batch);
            }

            @Override
            public SortedMap<Integer, Head> heads() {
                return writer.heads();
            }

            @Override
            public SortedMap<String, Long> sources() {
                return writer.sources();
            }

            @Override
            public Optional<EmbassyException> failure() {
                return writer.failure();
            }

            @Override
            public boolean close(Duration timeout) {
                return writer.close(timeout);
            }
        };
    }
}
