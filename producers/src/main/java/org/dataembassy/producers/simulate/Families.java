package org.dataembassy.producers.simulate;

import java.util.List;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.ParenthoodGround;

/** Births, deaths, marriages, divorces, and what follows from them. Each method makes at most one case. Not thread-safe. */
final class Families {
    private static final int DAYS_BETWEEN_BIRTHS = 300;
    private static final double TWINS = 0.015;
    private static final double UNMARRIED_BIRTHS = 0.6;
    private static final double FATHER_KNOWN = 0.9;
    private static final int SEARCH = 400;

    private final World world;
    private final People people;
    private final RandomStream random;
    private final Cases cases;

    Families(World world) {
        this.world = world;
        this.people = world.people;
        this.random = world.random;
        this.cases = world.cases;
    }

    void birth() {
        int mother = world.resident(this::mayBear);
        if (mother == People.NONE) {
            return;
        }
        int born = world.effectiveAtLeast(world.today - birthLag(), mother, people.spouse[mother]);
        int father = fatherFor(mother, born);
        boolean twins = random.chance(TWINS);
        bear(mother, father, born);
        if (twins) {
            bear(mother, father, born);
        }
        cases.end();
    }

    private int birthLag() {
        return random.chance(0.01) ? random.between(30, 300) : random.between(0, 21);
    }

    private int youngestOf(int mother) {
        return people.youngestChild[mother];
    }

    private boolean mayBear(int person) {
        if (!people.isFemale(person) || !Ages.BEARING.takes(random, world.age(person))) {
            return false;
        }
        int youngest = youngestOf(person);
        if (youngest != People.NONE && people.birthDay[youngest] > world.today - DAYS_BETWEEN_BIRTHS - 320) {
            return false;
        }
        return people.spouse[person] != People.NONE || random.chance(UNMARRIED_BIRTHS);
    }

    private int fatherFor(int mother, int born) {
        int spouse = people.spouse[mother];
        if (spouse != People.NONE) {
            return spouse;
        }
        int youngest = youngestOf(mother);
        if (youngest != People.NONE && people.father[youngest] >= 0 && random.chance(0.7)) {
            int again = people.father[youngest];
            if (people.isResident(again) && people.spouse[again] == People.NONE && people.age(again, born) < 70) {
                return again;
            }
        }
        return random.chance(FATHER_KNOWN) ? manFor(mother) : People.NONE;
    }

    private int manFor(int mother) {
        return world.resident(
                man -> !people.isFemale(man)
                        && people.spouse[man] == People.NONE
                        && fits(mother, man)
                        && !world.areKin(mother, man),
                SEARCH);
    }

    /** By age: he is up to five years younger or twelve years older, and neither is a minor. */
    private boolean fits(int woman, int man) {
        int older = world.age(woman) - world.age(man);
        return older <= 5 && older >= -12 && world.isAdult(man);
    }

    private void bear(int mother, int father, int born) {
        boolean female = !random.chance(0.512);
        int child = world.newPerson(born, world.today, female);
        people.given[child] = Names.given(random, female);
        people.family[child] = Names.inherited(people.family[father == People.NONE ? mother : father]);
        people.bornFamily[child] = (short) people.family[child];
        people.citizenship[child] = people.citizenship[mother] == 0 || father == People.NONE
                ? people.citizenship[mother]
                : people.citizenship[father];
        people.setMother(child, mother);
        if (father != People.NONE) {
            people.setFather(child, father);
            people.touch(father, people.birthDay[child]);
        }
        people.touch(mother, people.birthDay[child]);
        if (random.chance(0.01)) {
            people.setRestless(child);
        }
        people.setResident(child, true);
        world.dwellings.moveIn(child, people.dwelling[mother]);
        people.touch(child, people.birthDay[child]);
        cases.born(
                child,
                people.spouse[mother] == father ? ParenthoodGround.PRESUMPTION : ParenthoodGround.ACKNOWLEDGEMENT);
        if (father == People.NONE && random.chance(0.6)) {
            world.agenda.note(world.today + random.between(20, 900), Agenda.Matter.ACKNOWLEDGE_CHILD, people, child);
        }
    }

    /** A child that was registered without a father gets one. */
    void acknowledge(int child) {
        int mother = people.mother[child];
        if (people.father[child] != People.NONE || mother < 0 || !people.isResident(child) || world.isAdult(child)) {
            return;
        }
        int father = people.isResident(mother) ? manFor(mother) : People.NONE;
        if (father == People.NONE || world.isParent(child, father)) {
            return;
        }
        people.setFather(child, father);
        int day = world.effectiveDay(10, child, father);
        people.touch(child, day);
        people.touch(father, day);
        cases.acknowledged(child, father, day);
        cases.end();
    }

    void death() {
        int person = world.resident(p -> Ages.DYING.takes(random, world.age(p)), 20_000);
        if (person == People.NONE) {
            return;
        }
        int spouse = people.spouse[person];
        int day = world.effectiveDay(6, person, spouse, world.guardians.guardianOf(person));
        List<Integer> wards = world.guardians.wardsOf(person);
        for (int ward : wards) {
            day = world.effectiveAtLeast(day, ward);
        }
        cases.died(person, random.chance(0.002), day);
        if (spouse != People.NONE) {
            cases.marriageEnded(spouse, person, MarriageEndGround.SPOUSE_DIED, day);
            people.touch(spouse, day);
            people.unmarry(person);
        }
        endGuardianships(person, wards, day);
        cases.end();
        noteOrphans(person);
        world.dwellings.moveOut(person);
        people.remove(person);
    }

    private void endGuardianships(int person, List<Integer> wards, int day) {
        for (int ward : wards) {
            cases.guardianshipEnded(ward, GuardianshipRelation.GUARDIAN, person, GuardianshipEndGround.DIED, day);
            people.touch(ward, day);
            world.guardians.dismiss(ward);
            world.agenda.note(world.today + random.between(5, 40), Agenda.Matter.APPOINT_GUARDIAN, people, ward);
        }
        int guardian = world.guardians.guardianOf(person);
        if (guardian != People.NONE) {
            cases.guardianshipEnded(guardian, GuardianshipRelation.WARD, person, GuardianshipEndGround.DIED, day);
            people.touch(guardian, day);
            world.guardians.dismiss(person);
        }
    }

    private void noteOrphans(int person) {
        for (int child = people.youngestChild[person]; child != People.NONE; child = people.nextChild(person, child)) {
            int other = people.mother[child] == person ? people.father[child] : people.mother[child];
            if (other < 0 && people.isResident(child) && !world.isAdult(child)) {
                world.agenda.note(world.today + random.between(5, 40), Agenda.Matter.APPOINT_GUARDIAN, people, child);
            }
        }
    }

    void marriage() {
        int one = world.resident(p -> isFree(p) && Ages.MARRYING.takes(random, world.age(p)));
        if (one == People.NONE) {
            return;
        }
        int other = partnerFor(one);
        if (other == People.NONE) {
            return;
        }
        int day = world.effectiveDay(7, one, other);
        if (people.age(one, day) < 18 || people.age(other, day) < 18) {
            day = world.today;
        }
        people.marry(one, other, day);
        people.touch(one, day);
        people.touch(other, day);
        world.mistakes.recordMarriage(one, other, day);
        nameAtMarriage(one, other, day);
        if (people.dwelling[one] != people.dwelling[other] && random.chance(0.93)) {
            moveInWith(other, one, day);
        }
        cases.end();
    }

    private boolean isFree(int person) {
        return people.spouse[person] == People.NONE && world.isAdult(person) && !people.isRestricted(person);
    }

    /** The other parent of one's child, if they are free; else anybody who fits. */
    private int partnerFor(int one) {
        int child = people.youngestChild[one];
        if (child != People.NONE && random.chance(0.6)) {
            int parent = people.mother[child] == one ? people.father[child] : people.mother[child];
            if (parent >= 0 && people.isResident(parent) && isFree(parent)) {
                return parent;
            }
        }
        boolean female = people.isFemale(one);
        return world.resident(
                other -> people.isFemale(other) != female
                        && isFree(other)
                        && (female ? fits(one, other) : fits(other, one))
                        && !world.areKin(one, other),
                SEARCH);
    }

    private void nameAtMarriage(int one, int other, int day) {
        int wife = people.isFemale(one) ? one : other;
        int husband = wife == one ? other : one;
        double choice = random.unit();
        if (choice < 0.55) {
            rename(wife, people.family[husband], day);
        } else if (choice < 0.63) {
            rename(wife, Names.joined(people.family[wife], people.family[husband]), day);
        } else if (choice < 0.66) {
            rename(husband, people.family[wife], day);
        }
    }

    private void rename(int person, int family, int day) {
        if (people.family[person] != family) {
            people.family[person] = family;
            cases.renamed(person, NameGround.MARRIAGE, day);
        }
    }

    /** With the minors who live with the person and not with their other parent. */
    private void moveInWith(int person, int host, int wanted) {
        int from = people.dwelling[person];
        int to = people.dwelling[host];
        if (world.dwellings.isHome(to)) {
            return;
        }
        int day = world.effectiveAtLeast(wanted, person, host);
        if (!world.otherParentAtHome(person)) {
            for (int child = people.youngestChild[person]; child != People.NONE; ) {
                int next = people.nextChild(person, child);
                if (people.isResident(child) && people.dwelling[child] == from && !world.isAdult(child)) {
                    world.move(child, to, world.effectiveAtLeast(day, child));
                }
                child = next;
            }
        }
        world.move(person, to, day);
    }

    void divorce() {
        int one = world.resident(p -> people.spouse[p] != People.NONE
                && people.isResident(people.spouse[p])
                && world.today - people.marriedOn[p] > 180
                && Ages.DIVORCING.takes(random, world.age(p)));
        if (one == People.NONE) {
            return;
        }
        int other = people.spouse[one];
        int day = world.effectiveDay(14, one, other);
        boolean sharedHome =
                people.dwelling[one] == people.dwelling[other] && !world.dwellings.isHome(people.dwelling[one]);
        people.unmarry(one);
        people.touch(one, day);
        people.touch(other, day);
        MarriageEndGround ground = random.chance(0.7) ? MarriageEndGround.CONSENT : MarriageEndGround.COURT;
        cases.marriageEnded(one, other, ground, day);
        cases.marriageEnded(other, one, ground, day);
        int wife = people.isFemale(one) ? one : other;
        if (people.family[wife] != people.bornFamily[wife] && random.chance(0.2)) {
            people.family[wife] = people.bornFamily[wife];
            cases.renamed(wife, NameGround.DIVORCE, day);
        }
        if (sharedHome && random.chance(0.7)) {
            int town = world.dwellings.municipalityOf(people.dwelling[one]);
            world.move(one, world.dwellings.take(town), day);
        }
        cases.end();
    }
}
