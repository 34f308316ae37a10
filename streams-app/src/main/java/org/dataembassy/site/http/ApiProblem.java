package org.dataembassy.site.http;

import org.dataembassy.site.query.QueryProblem;

/** An answer that is a problem before any query was asked: not allowed in, or no such resource. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String next;

    ApiProblem(int status, String code, String what, String next) {
        super(what);
        this.status = status;
        this.code = code;
        this.next = next;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String next() {
        return next;
    }

    static int statusOf(QueryProblem.Kind kind) {
        return switch (kind) {
            case BAD_REQUEST -> 400;
            case NOT_FOUND -> 404;
            case UNAVAILABLE -> 503;
        };
    }
}
