package org.dataembassy.ledger.kafka.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.keys.WriterKeys;

/** Which of a writer's signing keys for blocks is used: the first that is neither closed nor out of its range. Pure. */
final class SigningKeyChoice {
    private SigningKeyChoice() {}

    /** @param heads next blocks to sign, by partition */
    static Optional<SigningKey> first(WriterKeys keys, ControlView view, Epoch epoch, Map<Integer, Head> heads) {
        return after(keys, view, epoch, heads, Optional.empty());
    }

    /** The same, but only after {@code closed}, whose closing the view may not show yet. */
    static Optional<SigningKey> after(
            WriterKeys keys, ControlView view, Epoch epoch, Map<Integer, Head> heads, Optional<Digest> closed) {
        boolean reached = closed.isEmpty();
        for (SigningKey candidate : keys.blockKeys()) {
            if (reached && isUsable(keys, view, epoch, heads, candidate)) {
                return Optional.of(candidate);
            }
            reached |= closed.isPresent() && candidate.verifyingKey().keyId().equals(closed.get());
        }
        return Optional.empty();
    }

    /** The keys before {@code used} that are still usable: a crash came between a new journal and their closing. */
    static List<SigningKey> unclosedBefore(
            WriterKeys keys, ControlView view, Epoch epoch, Map<Integer, Head> heads, Digest used) {
        return keys.blockKeys().stream()
                .takeWhile(candidate -> !candidate.verifyingKey().keyId().equals(used))
                .filter(candidate -> isUsable(keys, view, epoch, heads, candidate))
                .toList();
    }

    private static boolean isUsable(
            WriterKeys keys, ControlView view, Epoch epoch, Map<Integer, Head> heads, SigningKey candidate) {
        Digest keyId = candidate.verifyingKey().keyId();
        return !view.closings().containsKey(keyId)
                && heads.entrySet().stream()
                        .allMatch(head -> view.trustRoot()
                                .root()
                                .allowsBlock(
                                        keyId,
                                        new LedgerId(keys.registry(), head.getKey()),
                                        keys.site(),
                                        epoch.epochId(),
                                        head.getValue().nextBlockIndex()));
    }
}
