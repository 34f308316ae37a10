package org.dataembassy.site.attack;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.site.store.HaltReason;

/**
 * One thing that somebody does to a ledger's topic, and what the site must make of it.
 *
 * @param name a sentence
 * @param clean how many true blocks are applied before
 * @param act what is put on the topic after them
 * @param seen reasons that the partition must have noted by the end
 * @param halt the halt that must show before help comes; empty if the partition must end with all true blocks unaided
 * @param halted number of true blocks applied when it halts
 * @param help what a courier brings then; empty if nothing brings it on but a mandate
 */
record TopicAttack(
        String name,
        int clean,
        Consumer<Ground> act,
        Set<Reason> seen,
        Optional<HaltReason> halt,
        int halted,
        Optional<Consumer<Ground>> help) {

    /** The true blocks still come: nothing but the attack is lost. */
    static TopicAttack vain(String name, int clean, Consumer<Ground> act, Reason... seen) {
        return new TopicAttack(name, clean, act, Set.of(seen), Optional.empty(), 0, Optional.empty());
    }

    /** True blocks are gone; the partition names them and goes on when a courier brings them. */
    static TopicAttack halting(
            String name, int clean, Consumer<Ground> act, int halted, Consumer<Ground> help, Reason... seen) {
        return new TopicAttack(
                name, clean, act, Set.of(seen), Optional.of(HaltReason.BLOCKS_MISSING), halted, Optional.of(help));
    }

    /** Two histories were signed: only people decide. */
    static TopicAttack undecidable(String name, int clean, Consumer<Ground> act, int halted, Reason... seen) {
        return new TopicAttack(
                name, clean, act, Set.of(seen), Optional.of(HaltReason.EQUIVOCATION), halted, Optional.empty());
    }

    @Override
    public String toString() {
        return name;
    }
}
