package org.dataembassy.ledger.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.AuthorChain.Held;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.control.ControlStatement.Unknown;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * Takes in the records of control topics (own and mirrored, in any interleaving) and yields views. Statements that can't
 * be placed yet (a gap in an author's chain, an author of a trust root to come) wait. Not thread-safe; one owner.
 *
 * <p>The view depends on the set of statements taken, not on their order. Statements of one author take effect in the
 * order of their numbers; on a fork the author's chain ends before the number that was signed twice, and what was
 * believed from there on is taken back. An author's right to say something is judged by the highest trust root.
 *
 * <p>Memory is bounded against whoever can write to the topic: what can't be verified yet is kept up to {@link
 * #MAX_UNVERIFIED} statements, {@link #MAX_UNVERIFIED_BYTES} bytes and {@link TrustChain#MAX_WAITING} trust roots, what
 * waits in an author's chain up to {@link AuthorChain#MAX_WAITING}. Beyond that, records are refused and {@link
 * #hasOverflowed} says that control must be read again from the start.
 */
public final class ControlFold {
    static final int MAX_UNVERIFIED = 2_000;
    static final long MAX_UNVERIFIED_BYTES = 32L * 1024 * 1024;

    private final Digest domain;
    private final TrustChain trust;
    private final Map<Digest, AuthorChain> chains = new TreeMap<>();
    /** By digest of the envelope: one payload may come with a wrong signature first and with the right one later. */
    private final Map<Digest, StatementEnvelope> unverified = new LinkedHashMap<>();

    private long unverifiedBytes;
    private boolean overflowed;

    private final Closings closings = new Closings();
    private final Map<Digest, String> schemas = new HashMap<>();
    private final Map<Digest, byte[]> schemaStatements = new HashMap<>();
    private final Map<Digest, List<byte[]>> closingStatements = new HashMap<>();
    private final Map<String, Integer> unreadable = new TreeMap<>();
    private final Map<String, Integer> forbidden = new TreeMap<>();
    private long version = 1;
    private Optional<ControlView> view = Optional.empty();

    public ControlFold(SignedTrustRoot genesis) {
        if (genesis.root().version() != 1) {
            throw new IllegalArgumentException(
                    "genesis: expected version 1, got " + genesis.root().version());
        }
        this.domain = genesis.digest();
        this.trust = new TrustChain(genesis);
    }

    /** What became of one record. */
    public record Outcome(Result result, String detail) {}

    public enum Result {
        APPLIED,
        WAITING,
        DUPLICATE,
        REFUSED,
        FORK
    }

    /** Never throws for what {@code record} contains. */
    public Outcome take(byte[] record) {
        try {
            Dsse.Envelope envelope = Dsse.fromJson(record);
            return envelope.payloadType().equals(SignedTrustRoot.PAYLOAD_TYPE)
                    ? takeTrustRoot(record)
                    : takeStatement(StatementEnvelope.read(record.clone(), envelope));
        } catch (EmbassyException | IllegalArgumentException e) {
            return new Outcome(Result.REFUSED, e.getMessage());
        } catch (RuntimeException e) {
            // Whoever can write to the topic chose these bytes: a fault that they find in a parser refuses one record
            // and
            // must not stop control.
            return new Outcome(
                    Result.REFUSED, "record can't be read: " + e.getClass().getSimpleName());
        }
    }

    public ControlView view() {
        if (view.isEmpty()) {
            view = Optional.of(currentView());
        }
        return view.get();
    }

    /** The believed statements themselves, for whoever must show them to others. */
    public ControlEvidence evidence() {
        return new ControlEvidence(trust.all(), schemaStatements, closingStatements);
    }

    /**
     * All envelopes kept so far, those that wait included, in an order in which {@link #take} gives the same view again:
     * the local snapshot. The genesis is not in it.
     */
    public List<byte[]> snapshot() {
        List<byte[]> all = new ArrayList<>();
        trust.forEachEnvelope(all::add);
        chains.values().forEach(chain -> chain.forEachEnvelope(all::add));
        unverified.values().forEach(one -> all.add(one.bytes()));
        return all;
    }

    /** Whether a record was refused for want of room: the view may lack it until control is read again. */
    public boolean hasOverflowed() {
        return overflowed || trust.hasOverflowed();
    }

    private Outcome takeTrustRoot(byte[] record) {
        Outcome outcome = trust.offer(record);
        if (outcome.result() == Result.APPLIED || outcome.result() == Result.FORK) {
            trust.offerWaiting();
            placeUnverified();
            deriveAnew();
        }
        return outcome;
    }

    private Outcome takeStatement(StatementEnvelope one) {
        Statement statement = one.statement();
        if (!statement.domain().equals(domain)) {
            return refused(one, "of another country or of a drill");
        }
        if (statement.number() == 0) {
            return refused(one, "a checkpoint outside its author's chain has no place on control");
        }
        Optional<Author> author = trust.highest().root().author(statement.author());
        if (author.isEmpty()) {
            return waitForAuthor(one);
        }
        try {
            one.verify(author.get().statementKey());
        } catch (SignatureInvalidException e) {
            return refused(one, e.getMessage());
        }
        return place(one, author.get());
    }

    /** Puts a verified statement into its author's chain. */
    private Outcome place(StatementEnvelope one, Author author) {
        AuthorChain chain = chains.computeIfAbsent(one.statement().author(), id -> new AuthorChain());
        long number = one.statement().number();
        return switch (chain.offer(new Held(one.digest(), one.statement(), one.bytes()))) {
            case DUPLICATE -> outcome(Result.DUPLICATE, one, "again");
            case FULL -> {
                overflowed = true;
                yield refused(one, "too many of its author wait; read control again later");
            }
            case FORK -> {
                deriveAnew();
                yield outcome(Result.FORK, one, "its author signed another one with this number");
            }
            case KEPT -> {
                long before = chain.end();
                advance(author, chain);
                if (chain.end() >= number) {
                    yield outcome(Result.APPLIED, one, "applied");
                }
                if (number > author.lastStatement()) {
                    yield refused(one, "the trust root has ended the statements of " + author.description());
                }
                if (chain.stop().isPresent()) {
                    yield outcome(
                            Result.REFUSED,
                            one,
                            author.description() + " " + chain.stop().get());
                }
                yield outcome(Result.WAITING, one, "number " + (before + 1) + " is missing");
            }
        };
    }

    private Outcome waitForAuthor(StatementEnvelope one) {
        Digest envelopeDigest = Digest.sha256(one.bytes());
        if (unverified.containsKey(envelopeDigest)) {
            return outcome(Result.DUPLICATE, one, "again; its author is still unknown");
        }
        if (unverified.size() >= MAX_UNVERIFIED || unverifiedBytes + one.bytes().length > MAX_UNVERIFIED_BYTES) {
            overflowed = true;
            return refused(one, "too many of unknown authors wait; read control again later");
        }
        unverified.put(envelopeDigest, one);
        unverifiedBytes += one.bytes().length;
        return outcome(Result.WAITING, one, "no trust root so far names its author");
    }

    /** A trust root has come: those who waited for their author may have one now. */
    private void placeUnverified() {
        for (StatementEnvelope one : List.copyOf(unverified.values())) {
            if (trust.highest().root().author(one.statement().author()).isPresent()) {
                unverified.remove(Digest.sha256(one.bytes()));
                unverifiedBytes -= one.bytes().length;
                takeStatement(one);
            }
        }
    }

    private void advance(Author author, AuthorChain chain) {
        chain.advance(author.lastStatement(), held -> apply(author, held.statement(), held.envelope()));
        changed();
    }

    /** Takes everything back and applies it again: after a fork, or under another trust root. */
    private void deriveAnew() {
        closings.clear();
        schemas.clear();
        schemaStatements.clear();
        closingStatements.clear();
        unreadable.clear();
        forbidden.clear();
        chains.forEach((authorId, chain) -> {
            chain.rewind();
            trust.highest().root().author(authorId).ifPresent(author -> advance(author, chain));
        });
        changed();
    }

    /** Effects of different authors commute, so that their interleaving does not matter. */
    private void apply(Author author, Statement statement, byte[] envelope) {
        ControlStatement body = statement.body();
        if (body instanceof Unknown unknown) {
            unreadable.merge(author.description() + " has said " + unknown.kind(), 1, Integer::sum);
            return;
        }
        Optional<String> objection =
                StatementPermissions.objection(author, body, trust.highest().root());
        if (objection.isPresent()) {
            forbidden.merge(author.description() + ": " + objection.get(), 1, Integer::sum);
        } else if (body instanceof SchemaPublished schema) {
            schemas.put(schema.fingerprint(), schema.text());
            schemaStatements.putIfAbsent(schema.fingerprint(), envelope);
        } else if (body instanceof KeyClosed closed) {
            closings.close(author, statement.number(), closed.closing());
            closingStatements
                    .computeIfAbsent(closed.closing().signingKeyId(), id -> new ArrayList<>())
                    .add(envelope);
        } else if (body instanceof Checkpoint checkpoint) {
            closings.witness(author, statement.number(), checkpoint);
        }
    }

    private void changed() {
        version++;
        view = Optional.empty();
    }

    private ControlView currentView() {
        Map<Digest, ControlView.AuthorHead> authors = new HashMap<>();
        chains.forEach((id, chain) -> chain.last().ifPresent(head -> authors.put(id, head)));
        return new ControlView(
                version,
                domain,
                trust.highest(),
                ControlView.firstEpochs(domain, trust.highest()),
                closings.effective(),
                schemas,
                authors,
                alarms(),
                trust.forkedAt().isPresent());
    }

    private List<String> alarms() {
        TreeSet<String> alarms = new TreeSet<>();
        trust.forkedAt()
                .ifPresent(forked -> alarms.add("trust root: two of version " + forked
                        + " exist, both signed by the officials of the version before; neither is believed"));
        chains.forEach((id, chain) -> trust.highest()
                .root()
                .author(id)
                .flatMap(author -> chain.stop()
                        .map(stop -> author.description() + " (statement key " + id.abbreviated() + ") " + stop))
                .ifPresent(alarms::add));
        unreadable.forEach((what, count) ->
                alarms.add(what + " in " + count + " statements that this version does not know: upgrade it"));
        alarms.addAll(closings.contradictions());
        forbidden.forEach((what, count) -> alarms.add(what + "; " + count + " such statements have no effect"));
        return List.copyOf(alarms);
    }

    private static Outcome refused(StatementEnvelope one, String why) {
        return outcome(Result.REFUSED, one, why);
    }

    private static Outcome outcome(Result result, StatementEnvelope one, String detail) {
        return new Outcome(
                result,
                "statement " + one.statement().number() + " of "
                        + one.statement().author().abbreviated() + ": " + detail);
    }
}
