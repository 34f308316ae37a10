package org.dataembassy.producers.legislation;

import java.util.Objects;
import org.dataembassy.ledger.problem.Problem;

/** What is wrong with one line. Names the field and the rule, never the content. Becomes an EmbassyException. */
final class LineFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    LineFault(Problem problem, String what) {
        super(what);
        this.problem = Objects.requireNonNull(problem);
    }

    /** A line that is broken as a whole. */
    static LineFault line(String what) {
        return new LineFault(Problem.INPUT_LINE_BROKEN, what);
    }

    /** A field that is not as it must be. */
    static LineFault field(String field, String what) {
        return new LineFault(Problem.INPUT_LINE_BROKEN, "field " + field + ": " + what);
    }

    Problem problem() {
        return problem;
    }
}
