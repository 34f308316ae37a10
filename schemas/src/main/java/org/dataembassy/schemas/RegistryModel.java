package org.dataembassy.schemas;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The meaning of one registry's events: which there are, what state an entity has, and how an event changes it.
 *
 * <p>Pure and thread-safe: no clock, no I/O, no randomness. The site service, the restorer and the primary all use the
 * same instance, so that equality of their results is designed, not hoped for. A tenth registry is one folder of
 * schemas and one implementation of this interface, listed in {@link RegistryModels}.
 *
 * @param <S> the Avro record that keeps an entity's state; treated as immutable, a fold returns a new one
 */
public interface RegistryModel<S extends SpecificRecord> {

    /** The registry's name as in topics and trust roots: lower-case letters, digits and hyphens. */
    String registry();

    /** Every event of this registry in its current version, in a fixed order. */
    List<Schema> eventSchemas();

    /** The schema of the state; its text's SHA-256 goes into the state digest. */
    Schema stateSchema();

    /**
     * Applies one recorded event. Never refuses: what the registry recorded is a fact. What breaks a rule is applied as
     * far as it makes sense and counted in the state as an anomaly.
     *
     * @param state the state before, or null if the entity is not known yet
     * @param event one of {@link #eventSchemas()}, already resolved to the current version
     * @param sequence the event's number in its ledger, from 0
     */
    Folded<S> fold(S state, SpecificRecord event, long sequence);

    /** The entries under which this state is found, without duplicates; values are compared exactly. */
    List<LookupEntry> lookups(S state);

    /** Names of all lookups that {@link #lookups} can yield. */
    List<String> lookupNames();

    /**
     * What somebody searches for, in the form that {@link #lookups} gives values: whoever queries a lookup does this
     * first.
     *
     * @param lookup one of {@link #lookupNames}
     * @return {@code value} itself, where values are compared as they are written
     */
    default String normalise(String lookup, String value) {
        return value;
    }

    /**
     * The parts that {@code state} refers to (large texts, postings), so that a reader knows what to fetch.
     *
     * @return part names, without duplicates
     */
    List<String> parts(S state);

    /** Anomalies counted in this state, at least 0. */
    int anomalies(S state);

    /**
     * A JSON object for people and programs (the answer of the HTTP API, a line of a restored {@code states.jsonl}).
     *
     * @param parts fetches the content of a part by the name that {@link #parts} gave
     */
    String toJson(S state, PartReader parts);

    /**
     * The state as it is in force on a day by what is recorded so far, as JSON; corrections replace what they correct.
     *
     * @return null if nothing is in force on that day
     */
    String toJsonInForce(S state, LocalDate day, PartReader parts);

    /** Reads a part of the entity at hand by name; throws {@link IllegalStateException} if it is missing. */
    interface PartReader {
        byte[] read(String part);
    }

    /**
     * The outcome of folding one event.
     *
     * @param state the state after
     * @param newParts large values that the state refers to by name, to be kept beside it; never changed once written
     */
    record Folded<S>(S state, List<Part> newParts) {
        public Folded {
            newParts = List.copyOf(newParts);
        }
    }

    /**
     * A large value kept beside the state.
     *
     * @param name unique within the entity, 1 to 128 ASCII characters
     */
    record Part(String name, byte[] content) {}

    /** One way to find an entity: {@code lookup} names the index, {@code value} is what is searched for. */
    record LookupEntry(String lookup, String value) {}

    /** The decoded {@code meta} of an event. */
    record Meta(
            String eventId,
            String entityId,
            Instant recordedAt,
            LocalDate effectiveOn,
            String actor,
            String basis,
            String caseId,
            String corrects) {}
}
