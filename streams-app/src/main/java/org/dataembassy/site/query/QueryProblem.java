package org.dataembassy.site.query;

import java.util.Optional;

/**
 * A query that can't be answered. Says what and what to do next, and names parameters and places, never values.
 *
 * <p>Thrown to the HTTP layer, which makes an RFC 9457 answer of it.
 */
public final class QueryProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of answer it is. */
    public enum Kind {
        /** A parameter is missing or wrong. */
        BAD_REQUEST,
        /** There is no such registry, entity, lookup. */
        NOT_FOUND,
        /** It may work later, or elsewhere. */
        UNAVAILABLE
    }

    private final Kind kind;
    private final String code;
    private final String next;
    private final transient Optional<Provenance> judgedAt;

    private QueryProblem(Kind kind, String code, String what, String next, Optional<Provenance> judgedAt) {
        super(what);
        this.kind = kind;
        this.code = code;
        this.next = next;
        this.judgedAt = judgedAt;
    }

    /** @param parameter by the name it has in the request */
    public static QueryProblem badParameter(String parameter, String expected) {
        return new QueryProblem(
                Kind.BAD_REQUEST,
                "parameter-invalid",
                "The parameter " + parameter + " is not acceptable: expected " + expected + ".",
                "Correct " + parameter + " and ask again.",
                Optional.empty());
    }

    /**
     * A personal code or name was about to go through an address, where proxies, browsers and logs keep it.
     *
     * @param postForm method and path that take it in the body
     */
    public static QueryProblem onlyInBody(String registry, String postForm) {
        return new QueryProblem(
                Kind.BAD_REQUEST,
                "only-in-body",
                "The registry " + registry
                        + " is not public: its ids and values are taken in a request's body only, not in"
                        + " its address.",
                "Ask by " + postForm + ".",
                Optional.empty());
    }

    static QueryProblem notFound(String code, String what, String next) {
        return new QueryProblem(Kind.NOT_FOUND, code, what, next, Optional.empty());
    }

    static QueryProblem unknownEntity(Provenance judgedAt, String when) {
        return new QueryProblem(
                Kind.NOT_FOUND,
                "entity-unknown",
                "The registry has no entity with this id " + when + ".",
                "Check the id; if it is new, wait until the head below has passed its registration.",
                Optional.of(judgedAt));
    }

    static QueryProblem notReached(Provenance judgedAt) {
        return new QueryProblem(
                Kind.NOT_FOUND,
                "sequence-not-reached",
                "The entity's partition has not applied so many events.",
                "Ask for a sequence below nextSequence of the head below, or wait until it has passed.",
                Optional.of(judgedAt));
    }

    /** It may work later, or elsewhere. */
    public static QueryProblem unavailable(String code, String what, String next) {
        return new QueryProblem(Kind.UNAVAILABLE, code, what, next, Optional.empty());
    }

    public Kind kind() {
        return kind;
    }

    /** Stable, kebab-case. */
    public String code() {
        return code;
    }

    public String next() {
        return next;
    }

    /** The state of the partition on which the answer rests, if it rests on one. */
    public Optional<Provenance> judgedAt() {
        return judgedAt == null ? Optional.empty() : judgedAt;
    }
}
