package org.dataembassy.producers.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is whose guardian: few, so in maps, which are never walked through. Not thread-safe. */
final class Guardians {
    private final Map<Integer, Integer> guardianOf = new HashMap<>();
    private final Map<Integer, List<Integer>> wardsOf = new HashMap<>();

    void appoint(int ward, int guardian) {
        guardianOf.put(ward, guardian);
        wardsOf.computeIfAbsent(guardian, g -> new ArrayList<>(1)).add(ward);
    }

    /** Ends it. */
    void dismiss(int ward) {
        Integer guardian = guardianOf.remove(ward);
        if (guardian != null) {
            List<Integer> wards = wardsOf.get(guardian);
            wards.remove(Integer.valueOf(ward));
            if (wards.isEmpty()) {
                wardsOf.remove(guardian);
            }
        }
    }

    /** {@link People#NONE} if there is none. */
    int guardianOf(int ward) {
        return guardianOf.getOrDefault(ward, People.NONE);
    }

    /** In the order of appointment. A copy. */
    List<Integer> wardsOf(int guardian) {
        return List.copyOf(wardsOf.getOrDefault(guardian, List.of()));
    }

    boolean concerns(int person) {
        return guardianOf.containsKey(person) || wardsOf.containsKey(person);
    }
}
