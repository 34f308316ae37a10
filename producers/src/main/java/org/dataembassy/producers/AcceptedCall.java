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
        List<EncodedEvent> events, Optional<SourcePosition> source, long bytes, CompletableFuture<Answer> answer) {
    static AcceptedCall of(List<EncodedEvent> events, Optional<SourcePosition> source) {
        long bytes = 0;
        for (EncodedEvent event : events) {
            bytes += event.bytes().length;
        }
        return new AcceptedCall(List.copyOf(events), source, bytes, new CompletableFuture<>());
    }
}
