package org.dataembassy.schemas.legislation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActAnomaly;
import org.dataembassy.registry.legislation.ActRepeal;
import org.dataembassy.registry.legislation.ActStatus;
import org.dataembassy.registry.legislation.ActVersion;
import org.dataembassy.schemas.Micros;
import org.dataembassy.schemas.RegistryModel.Meta;

/** An act while one event is applied to it. Copies what it changes: the state it came from stays as it was. */
final class ActDraft {

    private static final int ANOMALIES_KEPT = 8;

    private final Meta meta;
    private final long sequence;
    private final String id;
    private final List<ActVersion> versions;
    private final Set<LegislationAnomaly> anomalies = EnumSet.noneOf(LegislationAnomaly.class);
    private final Act before;
    private ActRepeal repeal;
    private LocalDate enactedOn;
    private String eli;
    private String gazette;
    private String issuer;
    private String documentType;
    private String language;

    ActDraft(Act before, Meta meta, long sequence) {
        this.before = before;
        this.meta = meta;
        this.sequence = sequence;
        this.id = before == null ? meta.entityId() : before.getId();
        this.versions = before == null ? new ArrayList<>() : new ArrayList<>(before.getVersions());
        if (before != null) {
            repeal = before.getRepeal();
            enactedOn = before.getEnactedOn();
            eli = before.getEli();
            gazette = before.getGazette();
            issuer = before.getIssuer();
            documentType = before.getDocumentType();
            language = before.getLanguage();
        }
    }

    Meta meta() {
        return meta;
    }

    long sequence() {
        return sequence;
    }

    List<ActVersion> versions() {
        return versions;
    }

    ActRepeal repeal() {
        return repeal;
    }

    void repeal(ActRepeal newRepeal) {
        repeal = newRepeal;
    }

    /** Each rule is counted once an event. */
    void broken(LegislationAnomaly rule) {
        anomalies.add(rule);
    }

    /** The text, cut to the limit if it must be; never in the middle of a surrogate pair. */
    String clip(String text, int limit) {
        if (text == null || text.length() <= limit) {
            return text;
        }
        broken(LegislationAnomaly.OVERLONG_FIELD);
        int cut = Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
        return text.substring(0, cut);
    }

    void check(boolean wellFormed) {
        if (!wellFormed) {
            broken(LegislationAnomaly.MALFORMED_FIELD);
        }
    }

    boolean knows(String eventId) {
        return ActEvents.knows(versions, repeal, eventId);
    }

    /** Whether a text that comes into force on {@code day} would find the act repealed. */
    boolean isRepealedOn(LocalDate day) {
        return repeal != null && !repeal.getEffectiveOn().isAfter(day);
    }

    void state(ActContent content) {
        enactedOn = content.enactedOn() == null ? enactedOn : content.enactedOn();
        eli = latest(content.eli(), eli, LegislationForms.MAX_ELI);
        gazette = latest(content.gazette(), gazette, LegislationForms.MAX_GAZETTE);
        issuer = latest(content.issuer(), issuer, LegislationForms.MAX_ISSUER);
        documentType = latest(content.documentType(), documentType, LegislationForms.MAX_DOCUMENT_TYPE);
        language = latest(content.language(), language, LegislationForms.MAX_LANGUAGE);
    }

    private String latest(String stated, String known, int limit) {
        return stated == null ? known : clip(stated, limit);
    }

    void replace(ActVersion old, ActVersion changed) {
        versions.set(versions.indexOf(old), changed);
    }

    Act finish() {
        Instant recordedAt = Micros.of(meta.recordedAt());
        if (before != null && before.getLastRecordedAt().isAfter(recordedAt)) {
            broken(LegislationAnomaly.TIME_RUNS_BACKWARDS);
            recordedAt = before.getLastRecordedAt();
        }
        Optional<ActVersion> consolidated = ActVersions.consolidated(versions);
        return new Act(
                id,
                status(),
                consolidated.map(ActVersion::getAbbreviation).orElse(""),
                consolidated.map(ActVersion::getTitle).orElse(""),
                enactedOn,
                eli,
                gazette,
                issuer,
                documentType,
                language,
                consolidated.map(ActVersion::getEventId).orElse(null),
                versions,
                repeal,
                before == null ? 1 : before.getEventCount() + 1,
                recordedAt,
                (before == null ? 0 : before.getAnomalyCount()) + anomalies.size(),
                lastAnomalies());
    }

    private ActStatus status() {
        if (repeal != null) {
            return ActStatus.REPEALED;
        }
        boolean anyDayFixed =
                versions.stream().anyMatch(version -> ActVersions.stands(version) && version.getInForceFrom() != null);
        return anyDayFixed ? ActStatus.ACTIVE : ActStatus.PENDING;
    }

    private List<ActAnomaly> lastAnomalies() {
        List<ActAnomaly> all = before == null ? new ArrayList<>() : new ArrayList<>(before.getLastAnomalies());
        for (LegislationAnomaly rule : anomalies) {
            all.add(new ActAnomaly(meta.eventId(), sequence, rule.name()));
        }
        return new ArrayList<>(all.subList(Math.max(0, all.size() - ANOMALIES_KEPT), all.size()));
    }
}
