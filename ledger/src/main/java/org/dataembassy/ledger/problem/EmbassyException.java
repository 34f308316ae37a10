package org.dataembassy.ledger.problem;

import java.util.Objects;

/** A failure that a user can act on. The message says what and where; {@link Problem#next()} says what to do. */
public class EmbassyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /**
     * @param what what failed and where, without event values or personal data
     */
    public EmbassyException(Problem problem, String what) {
        super(what);
        this.problem = Objects.requireNonNull(problem);
    }

    public EmbassyException(Problem problem, String what, Throwable cause) {
        super(what, cause);
        this.problem = Objects.requireNonNull(problem);
    }

    public Problem problem() {
        return problem;
    }
}
