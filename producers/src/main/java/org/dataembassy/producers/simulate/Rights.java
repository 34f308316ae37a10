package org.dataembassy.producers.simulate;

import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.CitizenshipGainGround;
import org.dataembassy.registry.population.CitizenshipLossGround;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.NameGround;

/** What authorities and courts decide: names, citizenships, capacity, guardians. One case each. Not thread-safe. */
final class Rights {
    private static final byte NATURALISED = 0;

    private final World world;
    private final People people;
    private final RandomStream random;
    private final Cases cases;

    Rights(World world) {
        this.world = world;
        this.people = world.people;
        this.random = world.random;
        this.cases = world.cases;
    }

    /** Somebody takes another given name or family name at will. */
    void nameAtWill() {
        int person = world.resident(world::isAdult);
        if (person == People.NONE) {
            return;
        }
        if (random.chance(0.4)) {
            people.given[person] = Names.given(random, people.isFemale(person));
        } else {
            people.family[person] = Names.family(random);
        }
        int day = world.effectiveDay(10, person);
        people.touch(person, day);
        cases.renamed(person, NameGround.APPLICATION, day);
        cases.end();
    }

    /** A foreigner becomes a citizen and gives up the other citizenship. */
    void naturalisation() {
        int person = world.resident(p -> people.citizenship[p] != NATURALISED && !people.isRestricted(p));
        if (person == People.NONE) {
            return;
        }
        int day = world.effectiveDay(10, person);
        int former = people.citizenship[person];
        people.citizenship[person] = NATURALISED;
        people.touch(person, day);
        cases.lost(person, former, CitizenshipLossGround.FOREIGN_LAW, day);
        cases.gained(person, NATURALISED, CitizenshipGainGround.NATURALISATION, day);
        cases.end();
    }

    /** A citizen is released, having acquired another citizenship. */
    void release() {
        int person = world.resident(p -> people.citizenship[p] == NATURALISED && world.isAdult(p));
        if (person == People.NONE) {
            return;
        }
        byte country = Countries.foreign(random);
        int day = world.effectiveDay(30, person);
        people.citizenship[person] = country;
        people.touch(person, day);
        cases.gained(person, country, CitizenshipGainGround.FOREIGN_LAW, day);
        cases.lost(person, NATURALISED, CitizenshipLossGround.RELEASE, day);
        cases.end();
    }

    /** A court restricts somebody's capacity and appoints a guardian; now and then it lifts a restriction. */
    void capacity() {
        int person = world.resident(p -> Ages.FAILING.takes(random, world.age(p))
                && world.guardians.wardsOf(p).isEmpty());
        if (person == People.NONE) {
            return;
        }
        if (people.isRestricted(person)) {
            lift(person);
            return;
        }
        if (world.guardians.concerns(person)) {
            return;
        }
        int guardian = guardianFor(person);
        if (guardian == People.NONE) {
            return;
        }
        int day = world.effectiveDay(5, person, guardian);
        people.setRestricted(person, true);
        CapacityExtent extent = random.chance(0.7) ? CapacityExtent.PARTIAL : CapacityExtent.FULL;
        cases.restricted(person, extent, extent == CapacityExtent.FULL, day);
        appoint(person, guardian, GuardianshipKind.ADULT, day);
        cases.end();
    }

    private void lift(int person) {
        int guardian = world.guardians.guardianOf(person);
        int day = world.effectiveDay(5, person, guardian);
        people.setRestricted(person, false);
        people.touch(person, day);
        cases.restricted(person, CapacityExtent.LIFTED, false, day);
        end(person, GuardianshipEndGround.NOT_NEEDED, day);
        cases.end();
    }

    /** After a death: a minor moves to the parent who is left, or a court appoints a guardian. */
    void careFor(int person) {
        if (!people.isResident(person) || world.guardians.guardianOf(person) != People.NONE) {
            return;
        }
        if (!world.isAdult(person)) {
            int parent = Math.max(people.mother[person], people.father[person]);
            if (parent >= 0) {
                joinParent(person, parent);
                return;
            }
        } else if (!people.isRestricted(person)) {
            return;
        }
        int guardian = guardianFor(person);
        if (guardian == People.NONE) {
            return;
        }
        boolean minor = !world.isAdult(person);
        int day = world.effectiveDay(5, person, guardian);
        appoint(person, guardian, minor ? GuardianshipKind.MINOR : GuardianshipKind.ADULT, day);
        if (minor) {
            int birthday = (int) java.time.LocalDate.ofEpochDay(people.birthDay[person])
                    .plusYears(18)
                    .toEpochDay();
            world.agenda.note(birthday, Agenda.Matter.COME_OF_AGE, people, person);
            moveTo(person, guardian, day);
        }
        cases.end();
    }

    private void joinParent(int child, int parent) {
        if (people.isResident(parent)) {
            moveTo(child, parent, world.effectiveDay(5, child, parent));
            cases.end();
        }
    }

    private void moveTo(int person, int host, int day) {
        int dwelling = people.dwelling[host];
        if (dwelling != people.dwelling[person] && !world.dwellings.isHome(dwelling)) {
            world.move(person, dwelling, day);
        }
    }

    /** A grown-up child or spouse; else anybody of the right age. */
    private int guardianFor(int ward) {
        int spouse = people.spouse[ward];
        if (spouse != People.NONE && mayGuard(spouse, ward)) {
            return spouse;
        }
        for (int child = people.youngestChild[ward]; child != People.NONE; child = people.nextChild(ward, child)) {
            if (mayGuard(child, ward)) {
                return child;
            }
        }
        return world.resident(p -> mayGuard(p, ward) && world.age(p) >= 30 && world.age(p) < 68);
    }

    private boolean mayGuard(int person, int ward) {
        return person != ward
                && people.isResident(person)
                && world.isAdult(person)
                && !people.isRestricted(person)
                && world.guardians.guardianOf(person) == People.NONE;
    }

    private void appoint(int ward, int guardian, GuardianshipKind kind, int day) {
        world.guardians.appoint(ward, guardian);
        people.touch(ward, day);
        people.touch(guardian, day);
        cases.guardianAppointed(ward, guardian, kind, day);
    }

    /** A ward is eighteen: the guardianship is over by law, and nobody records that. */
    void comeOfAge(int ward) {
        if (!people.isRestricted(ward)) {
            world.guardians.dismiss(ward);
        }
    }

    private void end(int ward, GuardianshipEndGround ground, int day) {
        int guardian = world.guardians.guardianOf(ward);
        if (guardian == People.NONE) {
            return;
        }
        world.guardians.dismiss(ward);
        people.touch(ward, day);
        people.touch(guardian, day);
        cases.guardianshipEnded(ward, GuardianshipRelation.GUARDIAN, guardian, ground, day);
        cases.guardianshipEnded(guardian, GuardianshipRelation.WARD, ward, ground, day);
    }
}
