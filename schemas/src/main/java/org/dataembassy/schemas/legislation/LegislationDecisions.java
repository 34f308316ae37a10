package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.registry.legislation.ActVersion;
import org.dataembassy.registry.legislation.CorrigendumPublished;
import org.dataembassy.registry.legislation.EntryIntoForceSet;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.legislation.LegislationCommand.Amend;
import org.dataembassy.schemas.legislation.LegislationCommand.Publish;
import org.dataembassy.schemas.legislation.LegislationCommand.PublishCorrigendum;
import org.dataembassy.schemas.legislation.LegislationCommand.Repeal;
import org.dataembassy.schemas.legislation.LegislationCommand.SetEntryIntoForce;

/**
 * What a primary may record about an act. Pure: it changes nothing; only the fold of the events it returns does. An
 * event that was decided here never counts as an anomaly in the fold.
 */
public final class LegislationDecisions {

    private LegislationDecisions() {}

    /**
     * Decides a command.
     *
     * @param state the act's state, or null if the act is not known
     * @throws IllegalArgumentException if the state is that of another act
     */
    public static LegislationDecision decide(Act state, LegislationCommand command) {
        if (state != null && !state.getId().equals(command.actId())) {
            throw new IllegalArgumentException("the state is not that of the act which the command names");
        }
        try {
            refuseRecording(state, command);
            return new LegislationDecision.Accepted(List.of(fitting(event(state, command))));
        } catch (RefusedException refused) {
            return new LegislationDecision.Refused(refused.reason, refused.getMessage());
        }
    }

    private static SpecificRecord event(Act state, LegislationCommand command) {
        EventMeta meta = command.recording().meta(command.actId());
        if (command instanceof Publish publish) {
            return publish(state, publish, meta);
        } else if (command instanceof Amend amend) {
            return amend(state, amend, meta);
        } else if (command instanceof SetEntryIntoForce set) {
            return setEntryIntoForce(state, set, meta);
        } else if (command instanceof PublishCorrigendum corrigendum) {
            return putRight(state, corrigendum, meta);
        } else {
            return repeal(state, (Repeal) command, meta);
        }
    }

    private static SpecificRecord publish(Act state, Publish command, EventMeta meta) {
        refuseContent(command.content());
        if (hasText(state) && meta.getCorrects() == null) {
            throw refused(LegislationRefusal.ALREADY_PUBLISHED, "the act has a text; amend it, or correct an event");
        }
        refuseRepealedOn(state, meta.getEffectiveOn(), meta);
        return command.content().published(meta);
    }

    private static SpecificRecord amend(Act state, Amend command, EventMeta meta) {
        ActContent content = command.content();
        refuseContent(content);
        refuseUnknown(state);
        refuseRepealedOn(state, meta.getEffectiveOn(), meta);
        ActVersion latest = ActVersions.consolidated(state.getVersions()).orElse(null);
        if (latest != null
                && meta.getCorrects() == null
                && content.title().equals(latest.getTitle())
                && content.abbreviation().equals(latest.getAbbreviation())
                && sameText(content.text(), latest)) {
            throw refused(LegislationRefusal.NOTHING_CHANGES, "abbreviation, title and text are those of the latest");
        }
        return content.amended(meta);
    }

    private static SpecificRecord setEntryIntoForce(Act state, SetEntryIntoForce command, EventMeta meta) {
        refuseReason(command.reason());
        refuseUnknown(state);
        ActVersion version = standing(state, command.version());
        if (command.inForceFrom().equals(version.getInForceFrom()) && meta.getCorrects() == null) {
            throw refused(LegislationRefusal.NOTHING_CHANGES, "inForceFrom is that day already");
        }
        refuseRepealedOn(state, command.inForceFrom(), meta);
        boolean withdrawn = meta.getCorrects() != null
                && ActVersions.standing(state.getVersions(), meta.getCorrects())
                        .filter(version::equals)
                        .isPresent();
        if (withdrawn) {
            throw refused(LegislationRefusal.VERSION_UNKNOWN, "corrects takes back the version that comes into force");
        }
        return new EntryIntoForceSet(meta, command.version(), command.inForceFrom(), command.reason());
    }

    private static SpecificRecord putRight(Act state, PublishCorrigendum command, EventMeta meta) {
        refuseReason(command.reason());
        refuseUnknown(state);
        ActVersion version = standing(state, command.version());
        refuseOverlong("abbreviation", command.abbreviation(), LegislationForms.MAX_ABBREVIATION);
        refuseOverlong("title", command.title(), LegislationForms.MAX_TITLE);
        if (command.text() != null) {
            refuseEmpty("text", command.text());
        }
        boolean same = (command.abbreviation() == null || command.abbreviation().equals(version.getAbbreviation()))
                && (command.title() == null || command.title().equals(version.getTitle()))
                && (command.text() == null || sameText(command.text(), version));
        if (same) {
            throw refused(LegislationRefusal.NOTHING_CHANGES, "abbreviation, title and text are those of the version");
        }
        return new CorrigendumPublished(
                meta, command.version(), command.abbreviation(), command.title(), command.text(), command.reason());
    }

    private static SpecificRecord repeal(Act state, Repeal command, EventMeta meta) {
        refuseReason(command.reason());
        refuseUnknown(state);
        if (state.getRepeal() != null && !state.getRepeal().getEventId().equals(meta.getCorrects())) {
            throw refused(LegislationRefusal.ALREADY_REPEALED, "a repeal stands; correct it if it is wrong");
        }
        return new ActRepealed(meta, command.reason());
    }

    private static void refuseRecording(Act state, LegislationCommand command) {
        Recording recording = command.recording();
        if (!LegislationForms.isActId(command.actId())) {
            throw refused(
                    LegislationRefusal.MALFORMED_FIELD,
                    "actId: expected 1 to 64 lower-case letters, digits, '_' and '-'");
        }
        refuseEmpty("actor", recording.actor());
        refuseEmpty("basis", recording.basis());
        if (state != null && recording.recordedAt().isBefore(state.getLastRecordedAt())) {
            throw refused(
                    LegislationRefusal.TIME_RUNS_BACKWARDS, "recordedAt lies before that of the act's latest event");
        }
        if (state != null && ActEvents.knows(state, recording.eventId().toString())) {
            throw refused(LegislationRefusal.EVENT_ID_REPEATED, "eventId is that of an earlier event");
        }
        if (recording.corrects() != null && (state == null || !ActEvents.canCorrect(state, recording.corrects()))) {
            throw refused(
                    LegislationRefusal.CORRECTED_EVENT_UNKNOWN, "corrects names no event of this act that stands");
        }
    }

    private static void refuseContent(ActContent content) {
        refuseReason(content.reason());
        refuseEmpty("title", content.title());
        refuseEmpty("text", content.text());
        refuseOverlong("abbreviation", content.abbreviation(), LegislationForms.MAX_ABBREVIATION);
        refuseOverlong("title", content.title(), LegislationForms.MAX_TITLE);
        refuseOverlong("issuer", content.issuer(), LegislationForms.MAX_ISSUER);
        refuseMalformed("eli", content.eli() == null || LegislationForms.isEli(content.eli()));
        refuseMalformed("gazette", content.gazette() == null || LegislationForms.isGazette(content.gazette()));
        refuseMalformed(
                "documentType",
                content.documentType() == null || LegislationForms.isDocumentType(content.documentType()));
        refuseMalformed("language", content.language() == null || LegislationForms.isLanguage(content.language()));
    }

    private static void refuseReason(String reason) {
        refuseEmpty("reason", reason);
        refuseOverlong("reason", reason, LegislationForms.MAX_REASON);
    }

    private static void refuseUnknown(Act state) {
        if (!hasText(state)) {
            throw refused(LegislationRefusal.ACT_UNKNOWN, "the act has not been published");
        }
    }

    /** A repeal that the command itself corrects does not stand in its way. */
    private static void refuseRepealedOn(Act state, LocalDate day, EventMeta meta) {
        if (state != null
                && ActVersions.isRepealedOn(state, day)
                && !state.getRepeal().getEventId().equals(meta.getCorrects())) {
            throw refused(LegislationRefusal.ACT_REPEALED, "the act is repealed from a day not after this one");
        }
    }

    private static ActVersion standing(Act state, String eventId) {
        Optional<ActVersion> version =
                ActVersions.named(state.getVersions(), eventId).filter(ActVersions::stands);
        return version.orElseThrow(
                () -> refused(LegislationRefusal.VERSION_UNKNOWN, "version names no version of this act that stands"));
    }

    private static SpecificRecord fitting(SpecificRecord event) {
        int bytes = EventCodec.FRAME_BYTES + EventCodec.encode(event).length;
        if (bytes > LegislationForms.MAX_EVENT_BYTES) {
            throw refused(
                    LegislationRefusal.EVENT_TOO_LARGE,
                    "the event has " + bytes + " bytes; at most " + LegislationForms.MAX_EVENT_BYTES + " are taken");
        }
        return event;
    }

    private static boolean hasText(Act state) {
        return state != null && !state.getVersions().isEmpty();
    }

    private static boolean sameText(String text, ActVersion version) {
        return Arrays.equals(
                TextDigest.of(TextDigest.utf8(text)), version.getTextSha256().bytes());
    }

    private static void refuseEmpty(String field, String value) {
        if (value == null || value.isBlank()) {
            throw refused(LegislationRefusal.MISSING_FIELD, field + ": must not be empty");
        }
    }

    private static void refuseOverlong(String field, String value, int limit) {
        if (value != null && value.length() > limit) {
            throw refused(
                    LegislationRefusal.OVERLONG_FIELD,
                    field + ": has " + value.length() + " characters, at most " + limit + " are taken");
        }
    }

    private static void refuseMalformed(String field, boolean wellFormed) {
        if (!wellFormed) {
            throw refused(LegislationRefusal.MALFORMED_FIELD, field + ": not of the form that " + field + " has");
        }
    }

    private static RefusedException refused(LegislationRefusal reason, String detail) {
        return new RefusedException(reason, detail);
    }

    /** Carries a refusal from where it is found to {@link #decide}; never leaves this class. */
    private static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final LegislationRefusal reason;

        private RefusedException(LegislationRefusal reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }
    }
}
