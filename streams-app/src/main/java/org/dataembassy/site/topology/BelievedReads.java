package org.dataembassy.site.topology;

import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.status.SiteBoard;

/**
 * A partition's store as queries see it: only while it is believed. Asked after each read: a task posts that its store
 * isn't believed before it deletes the first entry, so what was read before that is good, and what was read after it is
 * never given out.
 */
final class BelievedReads implements ReadOnlyKeyValueStore<Bytes, byte[]> {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final LedgerId ledger;
    private final SiteBoard board;

    BelievedReads(ReadOnlyKeyValueStore<Bytes, byte[]> store, LedgerId ledger, SiteBoard board) {
        this.store = store;
        this.ledger = ledger;
        this.board = board;
    }

    /** @throws QueryProblem UNAVAILABLE, saying what is going on */
    void requireBelieved() {
        Optional<String> refusal = board.refusal(ledger);
        if (refusal.isPresent()) {
            throw QueryProblem.unavailable(code(), "No answers are given now: " + refusal.get() + ".", next());
        }
    }

    private String code() {
        if (board.waitingFor().containsKey(SiteBoard.MEMORY)) {
            return "memory-lost";
        }
        Optional<PartitionState> state = board.report(ledger).map(report -> report.state());
        return state.equals(Optional.of(PartitionState.REBUILDING))
                ? "store-rebuilding"
                : state.equals(Optional.of(PartitionState.VERIFYING)) ? "store-verifying" : "store-unavailable";
    }

    private String next() {
        return "Ask again later, or ask the other site; the registry's own page and /readyz say how far it is.";
    }

    @Override
    public byte[] get(Bytes place) {
        byte[] value = store.get(place);
        requireBelieved();
        return value;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return new Entries(store.range(from, to));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Entries(store.all());
    }

    @Override
    public long approximateNumEntries() {
        return store.approximateNumEntries();
    }

    private final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final KeyValueIterator<Bytes, byte[]> entries;

        Entries(KeyValueIterator<Bytes, byte[]> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            boolean more = entries.hasNext();
            requireBelieved();
            return more;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            KeyValue<Bytes, byte[]> next = entries.next();
            requireBelieved();
            return next;
        }

        @Override
        public Bytes peekNextKey() {
            return entries.peekNextKey();
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
