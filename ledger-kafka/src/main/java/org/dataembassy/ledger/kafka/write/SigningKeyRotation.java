package org.dataembassy.ledger.kafka.write;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The planned change of a registry's signing key, while no publisher runs: what was sealed is committed, the present
 * signing key is closed on control at the committed heads, and the seal journal goes on with the next one of the key
 * store that the trust root lists. Whoever opens the registry's writer then signs with that one.
 *
 * <p>Where it dies doesn't matter: run it again, or open the writer, which finishes it. It never rotates twice by being run
 * twice.
 */
public final class SigningKeyRotation {
    private SigningKeyRotation() {}

    /**
     * What it came to.
     *
     * @param closed the signing keys that this run has closed on control, one at most but after a death; empty if it was
     *     done before
     * @param next the one that goes on
     * @param heads the committed heads, where {@code next} begins
     */
    public record Outcome(Optional<Digest> closed, Digest next, SortedMap<Integer, Head> heads) {}

    /**
     * Rotates.
     *
     * @param config of the registry's writer, with the folder of its seal journal
     * @param control the present view, caught up, of the site's own cluster
     * @param statements by the writer's statement key
     * @param away the signing key to be closed; empty for the present one, which is left alone if it hasn't signed
     *     anything that is on the log
     * @throws EmbassyException JOURNAL_LOCKED if a publisher runs here, JOURNAL_MISSING, KEY_MISSING if the trust root
     *     lists no next signing key or the key store hasn't {@code away}, and what {@link BlockWriter#open} throws
     */
    public static Outcome run(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            Optional<Digest> away) {
        return run(config, keys, control, statements, clock, away, Step.Hook.NONE);
    }

    /** As above, for tests: {@code hook} may end it at any step. */
    static Outcome run(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            Optional<Digest> away,
            Step.Hook hook) {
        away.ifPresent(keyId -> requireOwn(keys, keyId));
        ControlView before = control.get();
        Opening.Start start =
                BlockWriter.rotate(config, keys, control, statements, clock, new Opening.Rotation(away), hook);
        ControlView after = control.get();
        Optional<Digest> closed = keys.blockKeys().stream()
                .map(key -> key.verifyingKey().keyId())
                .filter(keyId -> after.closings().containsKey(keyId)
                        && !before.closings().containsKey(keyId))
                .reduce((one, later) -> later);
        return new Outcome(
                closed,
                start.signingKey().verifyingKey().keyId(),
                start.committed().heads());
    }

    private static void requireOwn(WriterKeys keys, Digest keyId) {
        if (keys.blockKeys().stream()
                .map(SigningKey::verifyingKey)
                .noneMatch(key -> Objects.equals(key.keyId(), keyId))) {
            throw new EmbassyException(
                    Problem.KEY_MISSING,
                    "The key store of the writer of " + keys.registry() + " at "
                            + keys.site().label() + " has no signing key " + keyId.abbreviated() + ".");
        }
    }
}
