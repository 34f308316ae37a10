package org.dataembassy.schemas.population;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Person;
import org.dataembassy.schemas.Recording;

/**
 * The events that one command leads to. The first has the recording's event id; the id of each further one derives from
 * it, so that the same command decided twice gives the same events. Several events share the recording's case, or one
 * named after the first event.
 */
final class Case {

    private final KnownPersons known;
    private final Recording recording;
    private final List<Draft> drafts = new ArrayList<>();

    private record Draft(String code, Function<EventMeta, SpecificRecord> event) {}

    Case(KnownPersons known, Recording recording) {
        this.known = known;
        this.recording = recording;
    }

    Recording recording() {
        return recording;
    }

    /** The person's state, or null. */
    Person find(String code) {
        return code == null ? null : known.find(code);
    }

    /** @throws RefusedException if the person isn't known */
    Person require(String field, String code) {
        Person person = find(code);
        if (person == null) {
            throw new RefusedException(PopulationRefusal.UNKNOWN_PERSON, field + ": nobody is registered under it");
        }
        return person;
    }

    /** The person on the effective day. */
    PersonView view(Person person) {
        return PersonView.on(person, recording.effectiveOn().toEpochDay());
    }

    void add(String code, Function<EventMeta, SpecificRecord> event) {
        drafts.add(new Draft(code, event));
    }

    List<SpecificRecord> events() {
        List<SpecificRecord> events = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            EventMeta meta = recording.meta(drafts.get(i).code());
            meta.setEventId(i == 0 ? recording.eventId() : derived(i));
            if (drafts.size() > 1 && recording.caseId() == null) {
                meta.setCaseId(recording.eventId().toString());
            }
            events.add(drafts.get(i).event().apply(meta));
        }
        return events;
    }

    /** A name-based UUID (RFC 9562, version 3) of the first event's id and the place in the case. */
    private UUID derived(int place) {
        return UUID.nameUUIDFromBytes((recording.eventId() + "/" + place).getBytes(StandardCharsets.US_ASCII));
    }
}
