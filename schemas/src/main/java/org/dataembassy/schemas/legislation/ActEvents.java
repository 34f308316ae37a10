package org.dataembassy.schemas.legislation;

import java.util.List;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActRepeal;
import org.dataembassy.registry.legislation.ActVersion;

/** Which events an act's state remembers by their id. */
final class ActEvents {

    private ActEvents() {}

    static boolean knows(Act act, String eventId) {
        return knows(act.getVersions(), act.getRepeal(), eventId);
    }

    static boolean knows(List<ActVersion> versions, ActRepeal repeal, String eventId) {
        return ActVersions.named(versions, eventId).isPresent()
                || isOf(repeal, eventId)
                || versions.stream().anyMatch(version -> eventId.equals(version.getInForceSetBy()));
    }

    /** Whether there is something left that a correction of the event could take back. */
    static boolean canCorrect(Act act, String eventId) {
        return ActVersions.standing(act.getVersions(), eventId).isPresent()
                || isOf(act.getRepeal(), eventId)
                || act.getVersions().stream().anyMatch(version -> eventId.equals(version.getInForceSetBy()));
    }

    static boolean isOf(ActRepeal repeal, String eventId) {
        return repeal != null && repeal.getEventId().equals(eventId);
    }
}
