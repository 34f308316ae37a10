package org.dataembassy.schemas.population;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.Relative;

/**
 * Who is too closely related to marry: whoever descends from the other, and whoever has a parent in common (Estonian
 * Family Law Act, sections 1 to 6). Adoption counts as descent, and leaves that by birth what it was.
 */
final class Descent {

    /** Nobody marries a forebear further away; more than this many generations don't live at one time. */
    private static final int GENERATIONS = 5;

    private Descent() {}

    static void refuseRelated(Case events, Person a, Person b) {
        if (isForebear(events, a, b)
                || isForebear(events, b, a)
                || haveParentInCommon(events, a, b)
                || isChild(events, a, b)
                || isChild(events, b, a)) {
            throw new RefusedException(
                    PopulationRefusal.CLOSE_RELATIVES, "one descends from the other, or they have a parent in common");
        }
    }

    private static boolean isForebear(Case events, Person forebear, Person of) {
        Set<String> seen = new HashSet<>();
        List<Person> generation = List.of(of);
        for (int i = 0; i < GENERATIONS && !generation.isEmpty(); i++) {
            List<Person> parents = new ArrayList<>();
            for (Person person : generation) {
                for (Relative parent : events.view(person).forebears()) {
                    String code = parent.getPersonalCode();
                    if (forebear.getCode().equals(code)) {
                        return true;
                    }
                    Person known = code != null && seen.add(code) ? events.find(code) : null;
                    if (known != null) {
                        parents.add(known);
                    }
                }
            }
            generation = parents;
        }
        return false;
    }

    /** As the parent's record says, should the child's say otherwise. */
    private static boolean isChild(Case events, Person child, Person parent) {
        return events.view(parent).isKin(KinRelation.CHILD, new Relative(child.getCode(), null));
    }

    private static boolean haveParentInCommon(Case events, Person a, Person b) {
        List<Relative> others = events.view(b).forebears();
        return events.view(a).forebears().stream()
                .anyMatch(parent -> others.stream().anyMatch(other -> PersonView.same(parent, other)));
    }
}
