package org.dataembassy.producers.simulate;

import java.util.OptionalLong;

/** What all parts of the simulation share: who lives, where, what day it is, and chance. Not thread-safe. */
final class World {
    /** The oldest that anybody is when the register opens. */
    static final int OLDEST = 105;

    private static final int TRIES = 300;
    private static final double LONG_LAG = 0.02;
    private static final int DAYS_A_YEAR = 366;
    private static final int LAST_DAY =
            (int) java.time.LocalDate.of(2199, 12, 31).toEpochDay();

    final RandomStream random;
    final People people;
    final Dwellings dwellings;
    final PersonalCodes codes;
    final Cases cases;
    final Guardians guardians = new Guardians();
    final Agenda agenda = new Agenda();
    final Mistakes mistakes;
    /** The day on which the register opens; nothing that it records later takes effect before. */
    final int openingDay;

    /** The day that is simulated, days since 1970. */
    int today;

    /** Removals so far, each of one person. */
    long moves;

    /** Says whether a resident may be taken for something. */
    @FunctionalInterface
    interface Fit {
        boolean fits(int person);
    }

    World(SimulationPlan plan) {
        this.random = new RandomStream(plan.seed(), 1);
        this.people = new People(plan.people());
        this.dwellings = new Dwellings(people, plan.people());
        this.openingDay = (int) plan.start().toEpochDay() - 1;
        this.today = openingDay;
        this.codes = new PersonalCodes(openingDay - (OLDEST + 3) * DAYS_A_YEAR, LAST_DAY);
        this.cases = new Cases(people, dwellings, new RandomStream(plan.seed(), 2));
        this.mistakes = new Mistakes(this);
    }

    /** Someone who lives in the country and fits, or {@link People#NONE} if none was found. */
    int resident(Fit fit) {
        return resident(fit, TRIES);
    }

    int resident(Fit fit, int tries) {
        int slots = people.slots();
        for (int i = 0; i < tries; i++) {
            int person = random.below(slots);
            if (people.isResident(person) && fit.fits(person)) {
                return person;
            }
        }
        return People.NONE;
    }

    /**
     * A person with a code. Where the day has no code left, the day of birth is one nearby.
     *
     * @param born wanted day of birth
     * @param latest day of birth that is possible
     */
    int newPerson(int born, int latest, boolean female) {
        int day = born;
        OptionalLong code = codes.next(day, female);
        if (code.isEmpty()) {
            day = codes.nearestFree(born, female, latest);
            code = codes.next(day, female);
        }
        return people.add(code.orElseThrow(), day, female);
    }

    int age(int person) {
        return people.age(person, today);
    }

    boolean isAdult(int person) {
        return age(person) >= 18;
    }

    /**
     * When something took effect that is recorded today: mostly some days ago, now and then months; never before what
     * happened to the same people last.
     *
     * @param usualLag days
     */
    int effectiveDay(int usualLag, int... parties) {
        int lag = random.chance(LONG_LAG) ? random.between(usualLag, 300) : random.between(0, usualLag);
        return effectiveAtLeast(today - lag, parties);
    }

    int effectiveAtLeast(int wanted, int... parties) {
        int day = Math.max(wanted, openingDay + 1);
        for (int party : parties) {
            if (party >= 0) {
                day = Math.max(day, people.lastDay[party]);
            }
        }
        return Math.min(day, today);
    }

    /** Whether both are parent and child, or have a parent in common. */
    boolean areKin(int one, int other) {
        return isParent(one, other)
                || isParent(other, one)
                || sameParent(people.mother[one], people.mother[other])
                || sameParent(people.father[one], people.father[other]);
    }

    boolean isParent(int parent, int child) {
        return people.mother[child] == parent || people.father[child] == parent;
    }

    private static boolean sameParent(int one, int other) {
        return one >= 0 && one == other;
    }

    /** Whether one of the person's children under 18 lives in the same dwelling. */
    boolean hasMinorsAtHome(int person) {
        for (int child = people.youngestChild[person]; child != People.NONE; child = people.nextChild(person, child)) {
            if (isMinorAtHomeOf(person, child)) {
                return true;
            }
        }
        return false;
    }

    boolean isMinorAtHomeOf(int parent, int child) {
        return people.isResident(child) && people.dwelling[child] == people.dwelling[parent] && !isAdult(child);
    }

    /** Whether the other parent of one of these minors is in the dwelling. */
    boolean otherParentAtHome(int parent) {
        for (int child = people.youngestChild[parent]; child != People.NONE; child = people.nextChild(parent, child)) {
            if (isMinorAtHomeOf(parent, child)) {
                int other = people.mother[child] == parent ? people.father[child] : people.mother[child];
                if (other < 0 || people.dwelling[other] != people.dwelling[parent]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The person moves in and the register is told; lists keep right. */
    void move(int person, int dwelling, int day) {
        dwellings.moveOut(person);
        dwellings.moveIn(person, dwelling);
        people.touch(person, day);
        mistakes.recordMove(person, day);
        moves++;
    }
}
