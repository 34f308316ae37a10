package org.dataembassy.ledger.accept;

import java.util.function.Supplier;

/**
 * One record that somebody puts on a ledger's topic, and what acceptance has to make of it.
 *
 * @param sentence what is attempted
 * @param expected the judgement's reason
 * @param kind the judgement's type
 */
record Attack(String sentence, Reason expected, Class<? extends Judgement> kind, Supplier<Judgement> attempt) {
    @Override
    public String toString() {
        return expected + ": " + sentence;
    }
}
