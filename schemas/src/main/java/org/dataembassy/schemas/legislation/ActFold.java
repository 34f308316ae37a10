package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepeal;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.registry.legislation.ActVersion;
import org.dataembassy.registry.legislation.CorrigendumPublished;
import org.dataembassy.registry.legislation.EntryIntoForceSet;
import org.dataembassy.registry.legislation.VersionKind;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.Micros;
import org.dataembassy.schemas.RegistryModel.Folded;
import org.dataembassy.schemas.RegistryModel.Part;
import org.dataembassy.wire.Sha256;

/** What each event of legislation does to an act. Pure; what breaks a rule is applied as far as it makes sense. */
final class ActFold {

    private final ActDraft draft;
    private Part newPart;

    private ActFold(ActDraft draft) {
        this.draft = draft;
    }

    static Folded<Act> apply(Act before, SpecificRecord event, long sequence) {
        ActFold fold = new ActFold(new ActDraft(before, EventCodec.meta(event), sequence));
        fold.apply(event);
        return new Folded<>(fold.draft.finish(), fold.newPart == null ? List.of() : List.of(fold.newPart));
    }

    private void apply(SpecificRecord event) {
        draft.check(LegislationForms.isActId(draft.meta().entityId()));
        if (draft.knows(draft.meta().eventId())) {
            draft.broken(LegislationAnomaly.REPEATED_EVENT_ID);
            return;
        }
        if (event instanceof ActPublished published) {
            publish(ActContent.of(published));
        } else if (event instanceof ActAmended amended) {
            amend(ActContent.of(amended));
        } else if (event instanceof EntryIntoForceSet set) {
            setEntryIntoForce(set);
        } else if (event instanceof CorrigendumPublished corrigendum) {
            putRight(corrigendum);
        } else if (event instanceof ActRepealed repealed) {
            repeal(repealed);
        } else {
            throw new IllegalArgumentException(event.getSchema().getFullName() + " is not an event of legislation");
        }
    }

    private void publish(ActContent content) {
        boolean known = !draft.versions().isEmpty();
        Optional<ActVersion> replaced = withdrawCorrected();
        if (known && draft.meta().corrects() == null) {
            draft.broken(LegislationAnomaly.PUBLISHED_TWICE);
        }
        addVersion(VersionKind.PUBLICATION, content, replaced);
    }

    private void amend(ActContent content) {
        if (draft.versions().isEmpty()) {
            draft.broken(LegislationAnomaly.AMENDED_UNKNOWN_ACT);
        }
        addVersion(VersionKind.AMENDMENT, content, withdrawCorrected());
    }

    private void addVersion(VersionKind kind, ActContent content, Optional<ActVersion> replaced) {
        LocalDate effectiveOn = draft.meta().effectiveOn();
        if (draft.isRepealedOn(effectiveOn)) {
            draft.broken(LegislationAnomaly.CHANGED_AFTER_REPEAL);
        }
        if (content.text().isEmpty()) {
            draft.broken(LegislationAnomaly.EMPTY_TEXT);
        }
        checkForms(content);
        draft.state(content);
        byte[] text = TextDigest.utf8(content.text());
        draft.versions()
                .add(new ActVersion(
                        draft.meta().eventId(),
                        kind,
                        draft.sequence(),
                        replaced.map(ActVersion::getPlace).orElse(draft.sequence()),
                        Micros.of(draft.meta().recordedAt()),
                        effectiveOn,
                        content.commencementOpen(),
                        content.commencementOpen() ? null : effectiveOn,
                        null,
                        draft.clip(content.abbreviation(), LegislationForms.MAX_ABBREVIATION),
                        draft.clip(content.title(), LegislationForms.MAX_TITLE),
                        keep(text),
                        text.length,
                        draft.clip(content.reason(), LegislationForms.MAX_REASON),
                        replaced.map(ActVersion::getEventId).orElse(null),
                        null));
    }

    private void checkForms(ActContent content) {
        draft.check(content.eli() == null || LegislationForms.isEli(content.eli()));
        draft.check(content.gazette() == null || LegislationForms.isGazette(content.gazette()));
        draft.check(content.documentType() == null || LegislationForms.isDocumentType(content.documentType()));
        draft.check(content.language() == null || LegislationForms.isLanguage(content.language()));
    }

    private void setEntryIntoForce(EntryIntoForceSet event) {
        withdrawCorrected();
        ActVersion version =
                ActVersions.standing(draft.versions(), event.getVersion()).orElse(null);
        if (version == null) {
            draft.broken(LegislationAnomaly.UNKNOWN_VERSION);
            return;
        }
        if (draft.isRepealedOn(event.getInForceFrom())) {
            draft.broken(LegislationAnomaly.CHANGED_AFTER_REPEAL);
        }
        draft.clip(event.getReason(), LegislationForms.MAX_REASON);
        draft.replace(
                version,
                ActVersions.inForceFrom(
                        version, event.getInForceFrom(), draft.meta().eventId()));
    }

    private void putRight(CorrigendumPublished event) {
        boolean changes = event.getText() != null || event.getTitle() != null || event.getAbbreviation() != null;
        if (!changes) {
            draft.broken(LegislationAnomaly.EMPTY_CORRIGENDUM);
            return;
        }
        // The version is found before what is corrected is withdrawn: they are often one and the same.
        Optional<String> named =
                ActVersions.standing(draft.versions(), event.getVersion()).map(ActVersion::getEventId);
        if (!event.getVersion().equals(draft.meta().corrects())) {
            withdrawCorrected();
        }
        if (named.isEmpty()) {
            draft.broken(LegislationAnomaly.UNKNOWN_VERSION);
            return;
        }
        ActVersion old = ActVersions.named(draft.versions(), named.get()).orElseThrow();
        ActVersion putRight = putRight(event, old);
        draft.replace(old, ActVersions.replacedBy(old, draft.meta().eventId()));
        draft.versions().add(putRight);
    }

    private ActVersion putRight(CorrigendumPublished event, ActVersion old) {
        ActVersion putRight = ActVersions.copy(old);
        putRight.setEventId(draft.meta().eventId());
        putRight.setKind(VersionKind.CORRIGENDUM);
        putRight.setSequence(draft.sequence());
        putRight.setRecordedAt(Micros.of(draft.meta().recordedAt()));
        putRight.setReason(draft.clip(event.getReason(), LegislationForms.MAX_REASON));
        putRight.setReplaces(old.getEventId());
        putRight.setReplacedBy(null);
        if (event.getAbbreviation() != null) {
            putRight.setAbbreviation(draft.clip(event.getAbbreviation(), LegislationForms.MAX_ABBREVIATION));
        }
        if (event.getTitle() != null) {
            putRight.setTitle(draft.clip(event.getTitle(), LegislationForms.MAX_TITLE));
        }
        if (event.getText() != null) {
            byte[] text = TextDigest.utf8(event.getText());
            if (text.length == 0) {
                draft.broken(LegislationAnomaly.EMPTY_TEXT);
            }
            putRight.setTextSha256(keep(text));
            putRight.setTextBytes(text.length);
        }
        return putRight;
    }

    private void repeal(ActRepealed event) {
        if (draft.versions().isEmpty()) {
            draft.broken(LegislationAnomaly.REPEALED_UNKNOWN_ACT);
        }
        withdrawCorrected();
        ActRepeal repeal = new ActRepeal(
                draft.meta().eventId(),
                draft.sequence(),
                Micros.of(draft.meta().recordedAt()),
                draft.meta().effectiveOn(),
                draft.clip(event.getReason(), LegislationForms.MAX_REASON));
        if (draft.repeal() != null) {
            draft.broken(LegislationAnomaly.REPEALED_TWICE);
            if (!repeal.getEffectiveOn().isBefore(draft.repeal().getEffectiveOn())) {
                return;
            }
        }
        draft.repeal(repeal);
    }

    /** Takes back what the event corrects, if it says that it corrects anything. */
    private Optional<ActVersion> withdrawCorrected() {
        String corrects = draft.meta().corrects();
        return corrects == null ? Optional.empty() : withdraw(corrects);
    }

    /**
     * Takes back what an earlier event did: its version no longer stands, the day it set is as before, its repeal is
     * gone.
     *
     * @return the version taken back, whose place the new event takes
     */
    private Optional<ActVersion> withdraw(String eventId) {
        Optional<ActVersion> version = ActVersions.standing(draft.versions(), eventId);
        if (version.isPresent()) {
            draft.replace(
                    version.get(),
                    ActVersions.replacedBy(version.get(), draft.meta().eventId()));
            return version;
        }
        boolean found = false;
        if (ActEvents.isOf(draft.repeal(), eventId)) {
            draft.repeal(null);
            found = true;
        }
        for (ActVersion set : List.copyOf(draft.versions())) {
            if (eventId.equals(set.getInForceSetBy())) {
                draft.replace(
                        set,
                        ActVersions.inForceFrom(set, set.getCommencementOpen() ? null : set.getEffectiveOn(), null));
                found = true;
            }
        }
        if (!found) {
            draft.broken(LegislationAnomaly.CORRECTS_UNKNOWN_EVENT);
        }
        return Optional.empty();
    }

    /** Keeps a text beside the state, once: versions that read the same share it. */
    private Sha256 keep(byte[] text) {
        Sha256 digest = new Sha256(TextDigest.of(text));
        if (draft.versions().stream()
                .noneMatch(version -> version.getTextSha256().equals(digest))) {
            newPart = new Part(HexFormat.of().formatHex(digest.bytes()), text);
        }
        return digest;
    }
}
