package org.dataembassy.producers.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;
import java.util.UUID;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.Residence;

/**
 * What registrars get wrong, and put right days or months later: an address misread, a name entered for a namesake, a
 * correction that was one too many, a marriage that a court annuls. What is wrong is only in the register; the simulation
 * itself knows better all the time. Whoever dies or emigrates before is never put right. Not thread-safe.
 */
final class Mistakes {
    private static final double WRONG_ADDRESS = 0.008;
    private static final double NEEDLESS_CORRECTION = 0.001;
    private static final double ANNULLED_MARRIAGE = 0.006;

    private final World world;
    private final TreeMap<Integer, Deque<Mistake>> byDay = new TreeMap<>();

    /** What is to be put right. */
    private enum Kind {
        ADDRESS,
        NAMESAKE,
        NEEDLESS,
        TAKE_BACK,
        MARRIAGE
    }

    /**
     * @param generation of the person's slot
     * @param wrong the event to be corrected
     * @param other the spouse's event, for a marriage
     * @param day on which the wrong event takes effect
     * @param right what should have been recorded; for {@link Kind#NEEDLESS} what shouldn't
     */
    private record Mistake(Kind kind, int person, short generation, UUID wrong, UUID other, int day, Object right) {}

    Mistakes(World world) {
        this.world = world;
    }

    /** Records where the person lives now, nearly always as it is. */
    void recordMove(int person, int day) {
        Cases cases = world.cases;
        double chance = world.random.unit();
        if (chance >= WRONG_ADDRESS + NEEDLESS_CORRECTION) {
            cases.moved(person, day);
            return;
        }
        Residence right = cases.residence(person, null);
        Residence misread = misread(person);
        if (chance < WRONG_ADDRESS) {
            EventMeta meta = cases.residence(person, day, misread);
            note(world.random.between(2, 90), Kind.ADDRESS, person, meta.getEventId(), null, day, right);
        } else {
            EventMeta meta = cases.residence(person, day, right);
            note(world.random.between(2, 30), Kind.NEEDLESS, person, meta.getEventId(), null, day, misread);
        }
    }

    /** Another dwelling of the same municipality, whether it exists or not. */
    private Residence misread(int person) {
        int dwelling = world.people.dwelling[person];
        return Places.residence(50_000_000 + dwelling % 10_000_000, world.dwellings.municipalityOf(dwelling), null);
    }

    /** Records a marriage, on both sides. */
    void recordMarriage(int one, int other, int day) {
        EventMeta first = world.cases.married(one, other, day, Countries.OWN);
        EventMeta second = world.cases.married(other, one, day, Countries.OWN);
        if (world.random.chance(ANNULLED_MARRIAGE)) {
            note(world.random.between(40, 400), Kind.MARRIAGE, one, first.getEventId(), second.getEventId(), day, null);
        }
    }

    /** Enters somebody else's change of name. */
    void nameOfANamesake() {
        int person = world.resident(world::isAdult);
        if (person == People.NONE) {
            return;
        }
        int day = world.effectiveDay(5, person);
        PersonName name = world.cases.name(person);
        name.setFamilyName(Names.familyText(Names.family(world.random)));
        EventMeta meta = world.cases.renamed(person, new Naming(name, NameGround.APPLICATION), day);
        world.cases.end();
        note(world.random.between(1, 40), Kind.NAMESAKE, person, meta.getEventId(), null, day, null);
    }

    private void note(int days, Kind kind, int person, UUID wrong, UUID other, int day, Object right) {
        byDay.computeIfAbsent(world.today + days, d -> new ArrayDeque<>(2))
                .add(new Mistake(kind, person, world.people.generation[person], wrong, other, day, right));
    }

    /** Puts the next mistake right that is found today; false if there is none. */
    boolean putRight() {
        if (byDay.isEmpty() || byDay.firstKey() > world.today) {
            return false;
        }
        Deque<Mistake> found = byDay.firstEntry().getValue();
        Mistake next = found.remove();
        if (found.isEmpty()) {
            byDay.pollFirstEntry();
        }
        if (world.people.generation[next.person()] == next.generation() && world.people.isResident(next.person())) {
            correct(next);
        }
        world.cases.end();
        return true;
    }

    private void correct(Mistake mistake) {
        Cases cases = world.cases;
        int person = mistake.person();
        switch (mistake.kind()) {
            case ADDRESS -> cases.corrected(person, mistake.wrong(), "address misread", mistake.right(), mistake.day());
            case NAMESAKE -> cases.corrected(person, mistake.wrong(), "entered for a namesake", null, mistake.day());
            case TAKE_BACK -> cases.corrected(person, mistake.wrong(), "the correction was wrong", null, mistake.day());
            case NEEDLESS -> {
                EventMeta needless =
                        cases.corrected(person, mistake.wrong(), "address misread", mistake.right(), mistake.day());
                note(
                        world.random.between(2, 30),
                        Kind.TAKE_BACK,
                        person,
                        needless.getEventId(),
                        null,
                        mistake.day(),
                        null);
            }
            case MARRIAGE -> annul(mistake);
        }
    }

    private void annul(Mistake mistake) {
        People people = world.people;
        int person = mistake.person();
        int spouse = people.spouse[person];
        // Who is divorced, widowed or married again by now has no such marriage any more.
        if (spouse == People.NONE || people.marriedOn[person] != mistake.day() || !people.isResident(spouse)) {
            return;
        }
        people.unmarry(person);
        world.cases.corrected(person, mistake.wrong(), "annulled by the court", null, mistake.day());
        world.cases.corrected(spouse, mistake.other(), "annulled by the court", null, mistake.day());
    }
}
