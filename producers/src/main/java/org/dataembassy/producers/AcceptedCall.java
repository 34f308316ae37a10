package org.dataembassy.producers;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One call of publish that was accepted and waits to be sealed, whole and in one transaction.
 *
 * @param events at least one, in the order of the call
 * @param bytes of all events together
 * @param answer completed when the transaction is committed, or with the reason why it is not
 */
record AcceptedCall(
        List<EncodedEvent> events,
        Optional<SourcePosition> source,
        long bytes,
        CompletableFuture<List<Receipt>> answer) {
    static AcceptedCall of(List<EncodedEvent> events, Optional<SourcePosition> source) {
        long bytes = events.stream().mapToLong(event -> event.bytes().length).sum();
        return new AcceptedCall(List.copyOf(events), source, bytes, new CompletableFuture<>());
    }
}
