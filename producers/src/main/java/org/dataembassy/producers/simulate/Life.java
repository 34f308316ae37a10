package org.dataembassy.producers.simulate;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The days of the synthetic country. How often things happen is drawn for the whole country and day, in proportion to its
 * population; to whom, by age and circumstances: so the rates hold whatever the age structure. Not thread-safe.
 */
final class Life {
    private static final double DAYS_A_YEAR = 365.25;

    /** People for each case of a removal, at the beginning; then as it turns out. */
    private static final double FIRST_REMOVAL_SIZE = 1.7;

    private static final long OFFICE_OPENS_MICROS = TimeUnit.HOURS.toMicros(6);
    private static final long OFFICE_HOURS_MICROS = TimeUnit.HOURS.toMicros(11);
    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

    private final World world;
    private final Families families;
    private final Movements movements;
    private final Rights rights;
    private final int[] left = new int[Happening.values().length];
    private int leftInAll;
    private int doneToday;
    private int plannedToday;

    /** Things that happen at a rate, in cases a year for 1,000 people; of removals, in people. */
    enum Happening {
        BIRTH(11),
        DEATH(12),
        REMOVAL(90),
        MARRIAGE(5),
        DIVORCE(2),
        IMMIGRATION(2.6),
        EMIGRATION(2.4),
        COMING_BACK(0.8),
        NAME_AT_WILL(0.9),
        NATURALISATION(0.8),
        RELEASE(0.15),
        CAPACITY(0.35),
        NAMESAKE(0.1);

        private final double perThousandAndYear;

        Happening(double perThousandAndYear) {
            this.perThousandAndYear = perThousandAndYear;
        }
    }

    private static final Happening[] HAPPENINGS = Happening.values();

    /** People who were to move so far, and who did: what one case too many or too few makes is evened out. */
    private double movesDue;

    private long removalCases;

    Life(World world, Newcomers newcomers) {
        this.world = world;
        this.families = new Families(world);
        this.movements = new Movements(world, newcomers);
        this.rights = new Rights(world);
    }

    /** Draws what happens on a day. */
    void begin(int day) {
        world.today = day;
        double thousandsAndYears = world.people.residents() / (1_000.0 * DAYS_A_YEAR);
        leftInAll = 0;
        for (Happening happening : HAPPENINGS) {
            double mean = happening == Happening.REMOVAL
                    ? removalCases(thousandsAndYears)
                    : happening.perThousandAndYear * thousandsAndYears;
            left[happening.ordinal()] = world.random.poisson(mean);
            leftInAll += left[happening.ordinal()];
        }
        plannedToday = leftInAll;
        doneToday = 0;
        world.cases.recordedAt(now());
    }

    private double removalCases(double thousandsAndYears) {
        movesDue += Happening.REMOVAL.perThousandAndYear * thousandsAndYears;
        double size = removalCases < 100 ? FIRST_REMOVAL_SIZE : world.moves / (double) removalCases;
        return Math.max(0, movesDue - world.moves) / Math.max(1, size);
    }

    /** Does one thing; false if the day is over. */
    boolean next() {
        if (world.mistakes.putRight()) {
            return true;
        }
        Agenda.Entry entry = world.agenda.poll(world.today);
        if (entry != null) {
            doAsNoted(entry);
            return true;
        }
        if (leftInAll == 0) {
            return false;
        }
        Happening happening = draw();
        left[happening.ordinal()]--;
        leftInAll--;
        doneToday++;
        world.cases.recordedAt(now());
        happen(happening);
        return true;
    }

    /** Offices are open from 6 to 17 UTC, and what is recorded is spread evenly over these hours. */
    private Instant now() {
        long micros = world.today * DAY_MICROS
                + OFFICE_OPENS_MICROS
                + OFFICE_HOURS_MICROS * doneToday / Math.max(1, plannedToday);
        return instant(micros);
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    private Happening draw() {
        int point = world.random.below(leftInAll);
        for (Happening happening : HAPPENINGS) {
            point -= left[happening.ordinal()];
            if (point < 0) {
                return happening;
            }
        }
        throw new IllegalStateException("fewer things are left today than were counted");
    }

    private void happen(Happening happening) {
        switch (happening) {
            case BIRTH -> families.birth();
            case DEATH -> families.death();
            case REMOVAL -> {
                removalCases++;
                movements.removal();
            }
            case MARRIAGE -> families.marriage();
            case DIVORCE -> families.divorce();
            case IMMIGRATION -> movements.immigration();
            case EMIGRATION -> movements.emigration();
            case COMING_BACK -> movements.comingBack();
            case NAME_AT_WILL -> rights.nameAtWill();
            case NATURALISATION -> rights.naturalisation();
            case RELEASE -> rights.release();
            case CAPACITY -> rights.capacity();
            case NAMESAKE -> world.mistakes.nameOfANamesake();
        }
    }

    private void doAsNoted(Agenda.Entry entry) {
        if (world.people.generation[entry.person()] != entry.generation() || !world.people.isUsed(entry.person())) {
            return;
        }
        switch (entry.matter()) {
            case APPOINT_GUARDIAN -> rights.careFor(entry.person());
            case COME_OF_AGE -> rights.comeOfAge(entry.person());
            case ACKNOWLEDGE_CHILD -> families.acknowledge(entry.person());
        }
    }
}
