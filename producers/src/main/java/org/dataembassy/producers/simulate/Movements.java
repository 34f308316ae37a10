package org.dataembassy.producers.simulate;

import java.util.ArrayList;
import java.util.List;

/** Removals within the country, and who comes to it, leaves it and comes back. One case each. Not thread-safe. */
final class Movements {
    private static final double RESTLESS_SHARE = 0.18;
    private static final double SAME_TOWN = 0.6;
    private static final double JOINS_OTHERS = 0.3;
    private static final int AGED = 77;
    private static final int OLDEST_TO_RETURN = 85;

    private final World world;
    private final People people;
    private final Dwellings dwellings;
    private final RandomStream random;
    private final Cases cases;
    private final Abroad abroad;
    private final Newcomers newcomers;

    Movements(World world, Newcomers newcomers) {
        this.world = world;
        this.people = world.people;
        this.dwellings = world.dwellings;
        this.random = world.random;
        this.cases = world.cases;
        this.newcomers = newcomers;
        this.abroad = new Abroad(people);
    }

    // ---- within the country ----

    /** A household or one of it moves. */
    void removal() {
        boolean restless = random.chance(RESTLESS_SHARE);
        int person = restless
                ? world.resident(p -> people.isRestless(p) && world.isAdult(p))
                : world.resident(p -> world.isAdult(p) && Ages.MOVING.takes(random, world.age(p)));
        if (person == People.NONE) {
            return;
        }
        int home = people.dwelling[person];
        if (dwellings.isHome(home)) {
            // Few leave a home for the aged, and nobody takes the others along.
            if (random.chance(0.1)) {
                moveAlone(person, newDwelling(home));
            }
        } else if (world.age(person) >= AGED && random.chance(0.35)) {
            moveAlone(person, dwellings.homeWithRoom(dwellings.municipalityOf(home)));
        } else if (leavesTheOthers(person)) {
            moveAlone(person, random.chance(JOINS_OTHERS) ? someonesDwelling(person) : newDwelling(home));
        } else {
            moveTogether(person, newDwelling(home));
        }
        cases.end();
    }

    private boolean leavesTheOthers(int person) {
        if (people.nextInDwelling[person] == People.NONE && people.previousInDwelling[person] == People.NONE) {
            return true;
        }
        if (world.hasMinorsAtHome(person) && !world.otherParentAtHome(person)
                || !world.guardians.wardsOf(person).isEmpty()) {
            return false;
        }
        boolean withSpouse = people.spouse[person] != People.NONE
                && people.dwelling[people.spouse[person]] == people.dwelling[person];
        return random.chance(withSpouse ? 0.08 : 0.8);
    }

    private int newDwelling(int from) {
        int town = random.chance(SAME_TOWN) ? dwellings.municipalityOf(from) : dwellings.anyMunicipality(random);
        return dwellings.take(town);
    }

    /** With others, if they have room. */
    private int someonesDwelling(int person) {
        int home = people.dwelling[person];
        int host = world.resident(h -> people.dwelling[h] != home
                && world.isAdult(h)
                && !dwellings.isHome(people.dwelling[h])
                && dwellings.inhabitants(people.dwelling[h]) < 5);
        return host == People.NONE ? newDwelling(home) : people.dwelling[host];
    }

    private void moveAlone(int person, int to) {
        world.move(person, to, world.effectiveDay(14, person));
    }

    private void moveTogether(int person, int to) {
        int home = people.dwelling[person];
        int day = world.effectiveDay(14, person);
        List<Integer> all = new ArrayList<>(4);
        for (int other = dwellings.firstOf(home); other != People.NONE; other = people.nextInDwelling[other]) {
            all.add(other);
            day = world.effectiveAtLeast(day, other);
        }
        for (int other : all) {
            world.move(other, to, day);
        }
    }

    // ---- across the border ----

    /** One, a couple, or a family with children comes for the first time. */
    void immigration() {
        newcomers.arrive();
        cases.end();
    }

    /** Somebody leaves the country, with the children who live with nobody else. */
    void emigration() {
        int person = world.resident(p ->
                Ages.LEAVING.takes(random, world.age(p)) && !world.guardians.concerns(p) && !people.isRestricted(p));
        if (person == People.NONE) {
            return;
        }
        byte country = Countries.foreign(random);
        boolean declared = random.chance(0.85);
        int day = world.effectiveDay(20, person);
        List<Integer> leaving = new ArrayList<>(2);
        leaving.add(person);
        if (world.hasMinorsAtHome(person) && (!world.otherParentAtHome(person) || random.chance(0.5))) {
            addFamily(person, leaving);
        }
        for (int one : leaving) {
            day = world.effectiveAtLeast(day, one);
        }
        for (int one : leaving) {
            people.touch(one, day);
            cases.emigrated(one, country, declared, day);
            dwellings.moveOut(one);
            people.setResident(one, false);
            abroad.add(one);
        }
        cases.end();
        abroad.forgetSome(random);
    }

    /** The minors at home, and their other parent if he or she lives there and is nobody's guardian or ward. */
    private void addFamily(int person, List<Integer> leaving) {
        for (int child = people.youngestChild[person]; child != People.NONE; child = people.nextChild(person, child)) {
            if (world.isMinorAtHomeOf(person, child) && !world.guardians.concerns(child)) {
                leaving.add(child);
                int other = people.mother[child] == person ? people.father[child] : people.mother[child];
                if (other >= 0
                        && people.isResident(other)
                        && people.dwelling[other] == people.dwelling[person]
                        && !world.guardians.concerns(other)
                        && !people.isRestricted(other)
                        && !leaving.contains(other)) {
                    leaving.add(other);
                }
            }
        }
    }

    /** Somebody who emigrated comes back, with the children who are abroad too. */
    void comingBack() {
        int person = abroad.any(random);
        if (person == People.NONE || !world.isAdult(person) || world.age(person) > OLDEST_TO_RETURN) {
            return;
        }
        int town = dwellings.anyMunicipality(random);
        int dwelling = dwellings.take(town);
        String from = Countries.code(Countries.foreign(random));
        int day = world.effectiveDay(10, person);
        List<Integer> back = new ArrayList<>(2);
        back.add(person);
        for (int child = people.youngestChild[person]; child != People.NONE; child = people.nextChild(person, child)) {
            if (!people.isResident(child) && !world.isAdult(child)) {
                back.add(child);
                day = world.effectiveAtLeast(day, child);
            }
        }
        for (int one : back) {
            abroad.remove(one);
            people.setResident(one, true);
            dwellings.moveIn(one, dwelling);
            people.touch(one, day);
            cases.moved(one, day, from);
        }
        cases.end();
    }
}
