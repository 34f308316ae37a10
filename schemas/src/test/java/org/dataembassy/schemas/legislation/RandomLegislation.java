package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.registry.legislation.CorrigendumPublished;
import org.dataembassy.registry.legislation.EntryIntoForceSet;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.legislation.LegislationCommand.Amend;
import org.dataembassy.schemas.legislation.LegislationCommand.Publish;
import org.dataembassy.schemas.legislation.LegislationCommand.PublishCorrigendum;
import org.dataembassy.schemas.legislation.LegislationCommand.Repeal;
import org.dataembassy.schemas.legislation.LegislationCommand.SetEntryIntoForce;

/** Events and commands about one act, from a random that the test seeds; most of them make little sense. */
final class RandomLegislation {

    private RandomLegislation() {}

    static SpecificRecord event(Random random, int n, int count) {
        String corrects = random.nextInt(3) == 0 ? Events.id(random.nextInt(count + 2)) : null;
        // Now and then an id twice.
        EventMeta meta =
                Events.meta(random.nextInt(20) == 0 ? 1 : n, day(random).toString(), corrects);
        String version = Events.id(random.nextInt(count + 2));
        return switch (random.nextInt(6)) {
            case 0, 1 -> content(random).amended(meta);
            case 2 -> content(random).published(meta);
            case 3 -> new EntryIntoForceSet(meta, version, day(random), "r");
            case 4 ->
                new CorrigendumPublished(
                        meta, version, orNull(random, "AB"), orNull(random, "t"), orNull(random, text(random)), "r");
            default -> new ActRepealed(meta, "r");
        };
    }

    static LegislationCommand command(Random random, int n) {
        EventMeta meta = Events.meta(
                random.nextInt(10) == 0 ? Math.max(1, n - 1) : n,
                day(random).toString(),
                random.nextInt(3) == 0 ? Events.id(random.nextInt(n + 1)) : null);
        Recording recording = recording(meta);
        String version = Events.id(random.nextInt(n + 1));
        String act = Events.ACT;
        return switch (random.nextInt(7)) {
            case 0, 1 -> new Publish(act, recording, content(random));
            case 2, 3 -> new Amend(act, recording, content(random));
            case 4 -> new SetEntryIntoForce(act, recording, version, day(random), "r");
            case 5 ->
                new PublishCorrigendum(
                        act,
                        recording,
                        version,
                        orNull(random, "AB"),
                        orNull(random, "t"),
                        orNull(random, text(random)),
                        "r");
            default -> new Repeal(act, recording, "r");
        };
    }

    /** The command with number 1, which makes sense. */
    static LegislationCommand publication() {
        return new Publish(Events.ACT, recording(Events.meta(1, "2019-01-01")), Events.content("text"));
    }

    private static Recording recording(EventMeta meta) {
        return new Recording(
                meta.getEventId(),
                meta.getRecordedAt(),
                meta.getEffectiveOn(),
                meta.getActor(),
                meta.getBasis(),
                null,
                meta.getCorrects());
    }

    private static ActContent content(Random random) {
        return random.nextBoolean() ? Events.content(text(random)) : Events.openContent(text(random));
    }

    private static String text(Random random) {
        return "text " + random.nextInt(8);
    }

    private static LocalDate day(Random random) {
        return LocalDate.of(2018, 1, 1).plusDays(random.nextInt(3000));
    }

    private static String orNull(Random random, String value) {
        return random.nextBoolean() ? value : null;
    }
}
