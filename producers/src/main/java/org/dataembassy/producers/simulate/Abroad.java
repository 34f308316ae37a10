package org.dataembassy.producers.simulate;

import java.util.Arrays;

/**
 * Who emigrated and may come back. Never more than a part of the population: some of those beyond it are
 * forgotten unless somebody at home is married to them, so that the memory of a long simulation stays within bounds. Not thread-safe.
 */
final class Abroad {
    private static final int LEAST = 64;
    private static final int SHARE = 8;

    private final People people;
    private int[] list = new int[LEAST];
    private int count;

    Abroad(People people) {
        this.people = people;
    }

    void add(int person) {
        if (count == list.length) {
            list = Arrays.copyOf(list, count + count / 2);
        }
        list[count++] = person;
    }

    /** {@link People#NONE} if nobody is abroad. */
    int any(RandomStream random) {
        return count == 0 ? People.NONE : list[random.below(count)];
    }

    void remove(int person) {
        for (int i = 0; i < count; i++) {
            if (list[i] == person) {
                list[i] = list[--count];
                return;
            }
        }
    }

    /** Forgets people for good while too many are abroad; they stay in the register as they are. */
    void forgetSome(RandomStream random) {
        for (int tries = 0; tries < 8 && count > LEAST + people.residents() / SHARE; tries++) {
            int person = list[random.below(count)];
            int spouse = people.spouse[person];
            if (spouse != People.NONE && people.isResident(spouse)) {
                continue;
            }
            remove(person);
            if (spouse != People.NONE) {
                // Together: nobody who is married in the register may come back as single.
                people.unmarry(person);
                remove(spouse);
                people.remove(spouse);
            }
            people.remove(person);
        }
    }
}
