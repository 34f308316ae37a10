package org.dataembassy.restorer.position;

/** How much of one partition a position takes in. */
public sealed interface Bound {

    /** As in a position's text, after the colon. */
    String describe();

    /** An empty prefix: {@code none}. */
    record Nothing() implements Bound {
        @Override
        public String describe() {
            return "none";
        }
    }

    /**
     * Everything up to and with a number.
     *
     * @param last an offset or a sequence, at least 0, inclusive
     */
    record Through(long last) implements Bound {
        public Through {
            if (last < 0) {
                throw new IllegalArgumentException("bound: expected at least 0, got " + last);
            }
        }

        @Override
        public String describe() {
            return Long.toString(last);
        }
    }

    /** All that the ledger has: {@code head}. */
    record Everything() implements Bound {
        @Override
        public String describe() {
            return "head";
        }
    }
}
