package org.dataembassy.producers.simulate;

import org.dataembassy.registry.population.MaritalStatus;

/** Enrols households: all those of the day on which the register opens, and later those who come from abroad. Not thread-safe. */
final class Newcomers {
    private static final double DAYS_A_YEAR = 365.25;
    private static final int ELDERS = 2_048;
    private static final int OLDEST_CHILD_AT_HOME = 23;
    private static final double FOREIGNERS = 0.09;
    private static final double RESTLESS = 0.01;

    /** Ages of those whom a household is built around, at the opening: up to this age, this share. */
    private static final int[] HEAD_AGES = {19, 30, 40, 50, 60, 70, 80, World.OLDEST};

    private static final double[] HEAD_SHARES = {0.15, 0.36, 0.55, 0.72, 0.86, 0.96, 1.0};
    private static final double[] COUPLES = {0.4, 0.68, 0.68, 0.66, 0.64, 0.52, 0.22};
    private static final double[] MARRIED = {0.35, 0.6, 0.72, 0.8, 0.88, 0.93, 0.95};
    private static final double[] CHILDREN = {0.27, 0.6, 0.91, 0.985, 1.0};

    private final World world;
    private final People people;
    private final RandomStream random;
    private final Cases cases;

    /** Some who may be the parents of adults enrolled later. */
    private final int[] elderMothers = new int[ELDERS];

    private final int[] elderFathers = new int[ELDERS];
    private int elders;

    Newcomers(World world) {
        this.world = world;
        this.people = world.people;
        this.random = world.random;
        this.cases = world.cases;
    }

    // ---- the opening ----

    /**
     * Enrols one household of the opening.
     *
     * @param most people who are still to be enrolled
     * @return how many it has
     */
    int household(int most) {
        double point = random.unit();
        int band = 0;
        while (HEAD_SHARES[band] <= point) {
            band++;
        }
        boolean foreign = random.chance(FOREIGNERS);
        int dwelling = world.dwellings.take(world.dwellings.anyMunicipality(random));
        int age =
                band == HEAD_SHARES.length - 1 ? agedHead() : random.between(HEAD_AGES[band], HEAD_AGES[band + 1] - 1);
        int before = people.living();
        if (most > 1 && random.chance(COUPLES[band])) {
            couple(dwelling, age, random.chance(MARRIED[band]), foreign, most);
        } else {
            single(dwelling, age, foreign, most);
        }
        cases.end();
        return people.living() - before;
    }

    /** From 80 years on fewer and fewer. */
    private int agedHead() {
        return 80 + (int) Math.min(World.OLDEST - 81, -StrictMath.log(1 - random.unit()) * 5.5);
    }

    private void couple(int dwelling, int age, boolean married, boolean foreign, int most) {
        int older = Math.max(-3, Math.min(15, (int) Math.round(2 + 3 * random.gaussian())));
        int husbandAge = Math.min(World.OLDEST - 1, Math.max(19, age + older));
        int wife = adult(dwelling, age, true, foreign);
        int husband = adult(dwelling, husbandAge, false, foreign);
        if (married && random.chance(0.75)) {
            people.family[wife] = people.family[husband];
        }
        MaritalStatus status = married ? MaritalStatus.MARRIED : statusOfUnmarried(age);
        enrol(wife, status);
        enrol(husband, married ? status : statusOfUnmarried(husbandAge));
        if (married) {
            int day = weddingDay(wife, husband, world.openingDay);
            people.marry(wife, husband, day);
            cases.married(wife, husband, day, Countries.OWN);
            cases.married(husband, wife, day, Countries.OWN);
        }
        children(wife, husband, dwelling, most - 2);
        rememberElders(wife, husband);
    }

    /** Between the day on which both are grown up and {@code latest}. */
    private int weddingDay(int wife, int husband, int latest) {
        int grown = Math.max(people.birthDay[wife], people.birthDay[husband]) + (int) (18 * DAYS_A_YEAR) + 1;
        if (grown >= latest) {
            return latest;
        }
        // Most marry within fifteen years of being grown up.
        return grown + random.below(Math.min(latest - grown, (int) (15 * DAYS_A_YEAR)) + 1);
    }

    private void single(int dwelling, int age, boolean foreign, int most) {
        boolean female = random.chance(age < 60 ? 0.48 : 0.74);
        int person = adult(dwelling, age, female, foreign);
        enrol(person, statusOfUnmarried(age));
        if (female && age < 55 && random.chance(0.4)) {
            children(person, People.NONE, dwelling, most - 1);
        }
    }

    private MaritalStatus statusOfUnmarried(int age) {
        double point = random.unit();
        if (age >= 65) {
            return point < 0.6 ? MaritalStatus.WIDOWED : point < 0.85 ? MaritalStatus.DIVORCED : MaritalStatus.SINGLE;
        }
        return age >= 30 && point < 0.35 ? MaritalStatus.DIVORCED : MaritalStatus.SINGLE;
    }

    private int adult(int dwelling, int age, boolean female, boolean foreign) {
        int person = newcomer(age, female, foreign && random.chance(0.9));
        if (!foreign) {
            inheritFromElders(person, age);
        }
        settle(person, dwelling);
        return person;
    }

    private int newcomer(int age, boolean female, boolean foreign) {
        int latest = world.today;
        int born = latest - (int) (age * DAYS_A_YEAR) - random.below(365) - 1;
        int person = world.newPerson(born, latest, female);
        people.given[person] = Names.given(random, female);
        people.family[person] = foreign ? Names.foreignFamily(random) : Names.family(random);
        people.bornFamily[person] = (short) people.family[person];
        people.citizenship[person] = foreign ? Countries.foreign(random) : 0;
        if (random.chance(RESTLESS)) {
            people.setRestless(person);
        }
        return person;
    }

    private void settle(int person, int dwelling) {
        people.setResident(person, true);
        world.dwellings.moveIn(person, dwelling);
        people.touch(person, world.today);
    }

    private void enrol(int person, MaritalStatus status) {
        cases.enrolled(person, 0, people.citizenship[person] == 0, status, world.openingDay);
    }

    private void children(int mother, int father, int dwelling, int most) {
        int age = world.age(mother);
        if (age < 20 || age > 62) {
            return;
        }
        double point = random.unit();
        int number = 0;
        while (CHILDREN[number] <= point) {
            number++;
        }
        int motherWas = random.between(19, 33);
        int made = 0;
        for (int i = 0; i < number && made < most; i++) {
            int childAge = age - motherWas;
            // The next one is yet to be born, and the grown-up ones live elsewhere.
            if (childAge >= 0 && childAge <= OLDEST_CHILD_AT_HOME) {
                child(mother, father, childAge, dwelling);
                made++;
            }
            motherWas += random.between(2, 5);
        }
    }

    private void child(int mother, int father, int age, int dwelling) {
        int child = newcomer(age, random.chance(0.488), false);
        people.family[child] = Names.inherited(people.family[father == People.NONE ? mother : father]);
        people.bornFamily[child] = (short) people.family[child];
        people.citizenship[child] = people.citizenship[mother];
        people.setMother(child, mother);
        if (father != People.NONE) {
            people.setFather(child, father);
        }
        settle(child, dwelling);
        enrol(child, MaritalStatus.SINGLE);
    }

    private void rememberElders(int mother, int father) {
        if (world.age(mother) < 40) {
            return;
        }
        int place = elders < ELDERS ? elders++ : random.below(ELDERS);
        elderMothers[place] = mother;
        elderFathers[place] = father;
    }

    /** Many a grown-up has parents in the register, who were enrolled before. */
    private void inheritFromElders(int person, int age) {
        if (elders == 0 || age > 65 || !random.chance(0.6)) {
            return;
        }
        for (int tries = 0; tries < 6; tries++) {
            int place = random.below(elders);
            int mother = elderMothers[place];
            int father = elderFathers[place];
            int older = Days.years(people.birthDay[mother], people.birthDay[person]);
            if (older >= 18
                    && older <= 42
                    && people.birthDay[father] < people.birthDay[person] - 18 * 366
                    && isSpaced(mother, person)) {
                people.setMother(person, mother);
                people.setFather(person, father);
                people.family[person] = Names.inherited(people.family[father]);
                people.bornFamily[person] = (short) people.family[person];
                return;
            }
        }
    }

    /** No brother or sister was born within ten months, or they would be twins of different days. */
    private boolean isSpaced(int mother, int person) {
        for (int child = people.youngestChild[mother]; child != People.NONE; child = people.nextChild(mother, child)) {
            if (Math.abs(people.birthDay[child] - people.birthDay[person]) < 300) {
                return false;
            }
        }
        return true;
    }

    /** The opening is over: no more parents are looked for. */
    void opened() {
        elders = 0;
    }

    // ---- from abroad ----

    /** One, a couple or a family comes for the first time; gives how many. */
    int arrive() {
        int before = people.living();
        byte from = Countries.foreign(random);
        int dwelling = world.dwellings.take(world.dwellings.anyMunicipality(random));
        int age = 19 + (int) Math.min(50, -StrictMath.log(1 - random.unit()) * 12);
        double kind = random.unit();
        int day = world.effectiveDay(30);
        boolean female = random.chance(0.48);
        int first = arrival(age, female, from, random.chance(0.12), dwelling, day);
        if (kind < 0.6) {
            cases.enrolled(first, from, false, statusOfUnmarried(age), day);
        } else {
            int second = arrival(Math.max(19, age + random.between(-3, 4)), !female, from, false, dwelling, day);
            people.family[second] = people.family[first];
            int wedding = weddingDay(first, second, day);
            cases.enrolled(first, from, false, MaritalStatus.MARRIED, day);
            cases.enrolled(second, from, false, MaritalStatus.MARRIED, day);
            people.marry(first, second, wedding);
            cases.married(first, second, wedding, Countries.code(from));
            cases.married(second, first, wedding, Countries.code(from));
            if (kind > 0.8) {
                child(female ? first : second, female ? second : first, from, dwelling, day);
            }
        }
        return people.living() - before;
    }

    private int arrival(int age, boolean female, byte from, boolean citizen, int dwelling, int day) {
        int person = newcomer(age, female, true);
        people.citizenship[person] = citizen ? 0 : from;
        people.setResident(person, true);
        world.dwellings.moveIn(person, dwelling);
        people.touch(person, day);
        return person;
    }

    private void child(int mother, int father, byte from, int dwelling, int day) {
        int oldest = Math.min(16, world.age(mother) - 18);
        if (oldest < 1 || world.age(father) < oldest + 17) {
            return;
        }
        int child = arrival(random.between(1, oldest), random.chance(0.49), from, false, dwelling, day);
        people.family[child] = Names.inherited(people.family[father]);
        people.bornFamily[child] = (short) people.family[child];
        people.setMother(child, mother);
        people.setFather(child, father);
        cases.enrolled(child, from, false, MaritalStatus.SINGLE, day);
    }
}
