package org.dataembassy.producers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.kafka.write.Batch;
import org.dataembassy.ledger.kafka.write.BlockDraft;
import org.dataembassy.ledger.kafka.write.WrittenBlock;
import org.dataembassy.ledger.kafka.write.WrittenTransaction;
import org.dataembassy.ledger.problem.EmbassyException;

/**
 * Ledgers that outlive their writers, as on a broker, without sealing. Each {@link #writer()} is a session; commits can be
 * held back, and a session can die with or without having committed. Thread-safe.
 */
final class InMemoryLedgers {
    private final SortedMap<Integer, Head> heads = new TreeMap<>();
    private final SortedMap<Integer, List<byte[]>> events = new TreeMap<>();
    private final SortedMap<String, Long> sources = new TreeMap<>();
    private final List<Batch> batches = new ArrayList<>();
    private long offset;

    InMemoryLedgers(int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            heads.put(partition, Head.EMPTY);
            events.put(partition, new ArrayList<>());
        }
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    synchronized int eventCount() {
        return events.values().stream().mapToInt(List::size).sum();
    }

    synchronized SortedMap<Integer, Head> heads() {
        return new TreeMap<>(heads);
    }

    synchronized SortedMap<String, Long> sources() {
        return new TreeMap<>(sources);
    }

    synchronized long offsetOf(int partition, long blockIndex) {
        return 1_000 * blockIndex + partition;
    }

    private synchronized WrittenTransaction commit(Batch batch) {
        batches.add(batch);
        List<WrittenBlock> written = new ArrayList<>();
        for (BlockDraft draft : batch.blocks()) {
            Head head = heads.get(draft.partition());
            Digest leaf = Digest.sha256(Long.toString(offset++).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            written.add(new WrittenBlock(
                    draft.partition(),
                    head.nextBlockIndex(),
                    head.nextSequence(),
                    draft.events().size(),
                    offsetOf(draft.partition(), head.nextBlockIndex()),
                    leaf));
            heads.put(draft.partition(), head.after(leaf, draft.events().size()));
            events.get(draft.partition()).addAll(draft.events());
        }
        sources.putAll(batch.sources());
        return new WrittenTransaction(written);
    }

    Session writer() {
        return new Session();
    }

    /** One writer's life. */
    final class Session implements LedgerWriting {
        private final List<Runnable> held = new ArrayList<>();
        private boolean holding;
        private boolean committing = true;
        private EmbassyException death;

        /** From now on batches are taken and not committed, until {@link #release}. */
        synchronized void hold() {
            holding = true;
        }

        void release() {
            List<Runnable> due;
            synchronized (this) {
                holding = false;
                due = List.copyOf(held);
                held.clear();
            }
            due.forEach(Runnable::run);
        }

        synchronized int heldCount() {
            return held.size();
        }

        /**
         * The connection is lost: every answer from now on is {@code reason}.
         *
         * @param committing whether what is written reaches the ledger all the same
         */
        synchronized void die(EmbassyException reason, boolean committing) {
            this.death = reason;
            this.committing = committing;
        }

        @Override
        public CompletionStage<WrittenTransaction> write(Batch batch) {
            CompletableFuture<WrittenTransaction> answer = new CompletableFuture<>();
            Runnable commit = () -> settle(batch, answer);
            synchronized (this) {
                if (holding) {
                    held.add(commit);
                    return answer;
                }
            }
            commit.run();
            return answer;
        }

        private void settle(Batch batch, CompletableFuture<WrittenTransaction> answer) {
            EmbassyException reason;
            boolean reaches;
            synchronized (this) {
                reason = death;
                reaches = committing;
            }
            if (reason == null) {
                answer.complete(commit(batch));
                return;
            }
            if (reaches) {
                commit(batch);
            }
            answer.completeExceptionally(reason);
        }

        @Override
        public SortedMap<Integer, Head> heads() {
            return InMemoryLedgers.this.heads();
        }

        @Override
        public SortedMap<String, Long> sources() {
            return InMemoryLedgers.this.sources();
        }

        @Override
        public synchronized Optional<EmbassyException> failure() {
            return Optional.ofNullable(death);
        }

        @Override
        public boolean close(Duration timeout) {
            return true;
        }
    }
}
