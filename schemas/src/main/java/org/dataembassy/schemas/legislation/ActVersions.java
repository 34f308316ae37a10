package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActRepeal;
import org.dataembassy.registry.legislation.ActVersion;

/** Which of an act's versions counts: the questions that fold, decisions and answers ask in the same words. */
final class ActVersions {

    /** The order of texts: by the place they take, and of those at one place the one recorded last. */
    private static final Comparator<ActVersion> ORDER =
            Comparator.comparingLong(ActVersion::getPlace).thenComparingLong(ActVersion::getSequence);

    private ActVersions() {}

    /** A version stands until an event puts it right. */
    static boolean stands(ActVersion version) {
        return version.getReplacedBy() == null;
    }

    /** The version whose text is the latest, whenever it comes into force. */
    static Optional<ActVersion> consolidated(List<ActVersion> versions) {
        return versions.stream().filter(ActVersions::stands).max(ORDER);
    }

    /**
     * The version in force on a day: of those that stand, the one that came into force last; of those that came into
     * force on one day, the latest. A text recorded later that holds from an earlier day does not displace one that
     * follows it in law.
     */
    static Optional<ActVersion> inForce(Act act, LocalDate day) {
        if (isRepealedOn(act, day)) {
            return Optional.empty();
        }
        return act.getVersions().stream()
                .filter(ActVersions::stands)
                .filter(version -> version.getInForceFrom() != null
                        && !version.getInForceFrom().isAfter(day))
                .max(Comparator.comparing(ActVersion::getInForceFrom).thenComparing(ORDER));
    }

    static boolean isRepealedOn(Act act, LocalDate day) {
        ActRepeal repeal = act.getRepeal();
        return repeal != null && !repeal.getEffectiveOn().isAfter(day);
    }

    /**
     * The version that stands in the place of the one named: itself, or what replaced it, and so on.
     *
     * @return empty if it is not known, or what replaced it was no version
     */
    static Optional<ActVersion> standing(List<ActVersion> versions, String eventId) {
        Optional<ActVersion> found = named(versions, eventId);
        // A version is replaced by later events only, so there are fewer steps than versions.
        for (int step = 0; step < versions.size(); step++) {
            if (found.isEmpty() || stands(found.get())) {
                return found;
            }
            found = named(versions, found.get().getReplacedBy());
        }
        return Optional.empty();
    }

    static Optional<ActVersion> named(List<ActVersion> versions, String eventId) {
        return versions.stream()
                .filter(version -> version.getEventId().equals(eventId))
                .findFirst();
    }

    /** The name of the part that holds a version's text. */
    static String part(ActVersion version) {
        return HexFormat.of().formatHex(version.getTextSha256().bytes());
    }

    /** A copy to be changed before anybody else sees it; the builders' copies load classes that Avro does not trust. */
    static ActVersion copy(ActVersion version) {
        return new ActVersion(
                version.getEventId(),
                version.getKind(),
                version.getSequence(),
                version.getPlace(),
                version.getRecordedAt(),
                version.getEffectiveOn(),
                version.getCommencementOpen(),
                version.getInForceFrom(),
                version.getInForceSetBy(),
                version.getAbbreviation(),
                version.getTitle(),
                version.getTextSha256(),
                version.getTextBytes(),
                version.getReason(),
                version.getReplaces(),
                version.getReplacedBy());
    }

    static ActVersion replacedBy(ActVersion version, String eventId) {
        ActVersion replaced = copy(version);
        replaced.setReplacedBy(eventId);
        return replaced;
    }

    static ActVersion inForceFrom(ActVersion version, LocalDate day, String setBy) {
        ActVersion set = copy(version);
        set.setInForceFrom(day);
        set.setInForceSetBy(setBy);
        return set;
    }
}
