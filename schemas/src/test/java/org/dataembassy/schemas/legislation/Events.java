package org.dataembassy.schemas.legislation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.registry.legislation.CorrigendumPublished;
import org.dataembassy.registry.legislation.EntryIntoForceSet;

/** Events of one act, {@code gg}, numbered by hand: event n has id n, is recorded at minute n and holds from a day. */
public final class Events {

    public static final String ACT = "gg";

    private Events() {}

    /** The id of event {@code n}. */
    public static String id(long n) {
        return new UUID(0x1234_5678_0000_4000L, 0x8000_0000_0000_0000L | n).toString();
    }

    public static EventMeta meta(long n, String effectiveOn) {
        return meta(n, effectiveOn, null);
    }

    public static EventMeta meta(long n, String effectiveOn, String corrects) {
        return new EventMeta(
                UUID.fromString(id(n)),
                ACT,
                Instant.parse("2020-01-01T00:00:00.123456Z").plusSeconds(60 * n),
                LocalDate.parse(effectiveOn),
                "recorder",
                "BGBl. I 1949, 1",
                null,
                corrects);
    }

    public static ActContent content(String text) {
        return new ActContent(
                "GG",
                "Grundgesetz für die Bundesrepublik",
                LocalDate.parse("1949-05-23"),
                "because",
                "eli/bund/bgbl-1/1949/s1",
                "BGBl. I 1949, 1",
                "Parlamentarischer Rat",
                "act",
                "de",
                false,
                text);
    }

    public static ActContent openContent(String text) {
        ActContent c = content(text);
        return new ActContent(
                c.abbreviation(),
                c.title(),
                c.enactedOn(),
                c.reason(),
                c.eli(),
                c.gazette(),
                c.issuer(),
                c.documentType(),
                c.language(),
                true,
                text);
    }

    public static ActPublished published(EventMeta meta, String text) {
        return content(text).published(meta);
    }

    public static ActAmended amended(EventMeta meta, String text) {
        return content(text).amended(meta);
    }

    /** An amendment that leaves the day on which it comes into force open. */
    public static ActAmended openAmended(EventMeta meta, String text) {
        return openContent(text).amended(meta);
    }

    public static EntryIntoForceSet inForce(EventMeta meta, long version, String from) {
        return new EntryIntoForceSet(meta, id(version), LocalDate.parse(from), "ordinance");
    }

    public static CorrigendumPublished corrigendum(EventMeta meta, long version, String title, String text) {
        return new CorrigendumPublished(meta, id(version), null, title, text, "misprint");
    }

    public static ActRepealed repealed(EventMeta meta) {
        return new ActRepealed(meta, "obsolete");
    }
}
