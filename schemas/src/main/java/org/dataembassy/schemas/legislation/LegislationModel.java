package org.dataembassy.schemas.legislation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepealed;
import org.dataembassy.registry.legislation.CorrigendumPublished;
import org.dataembassy.registry.legislation.EntryIntoForceSet;
import org.dataembassy.schemas.RegistryModel;

/**
 * Legislation: acts, their consolidated texts and the days on which these hold. The entity id is the act id; texts are
 * parts beside the state, named by the SHA-256 of their UTF-8 bytes in lower-case hexadecimal.
 */
public final class LegislationModel implements RegistryModel<Act> {

    /** The lookup by official abbreviation; acts without one are not in it. */
    public static final String BY_ABBREVIATION = "abbreviation";

    /** The lookup by {@link org.dataembassy.registry.legislation.ActStatus} name. */
    public static final String BY_STATUS = "status";

    private static final List<Schema> EVENTS = List.of(
            ActPublished.getClassSchema(),
            ActAmended.getClassSchema(),
            EntryIntoForceSet.getClassSchema(),
            CorrigendumPublished.getClassSchema(),
            ActRepealed.getClassSchema());

    @Override
    public String registry() {
        return "legislation";
    }

    @Override
    public List<Schema> eventSchemas() {
        return EVENTS;
    }

    @Override
    public Schema stateSchema() {
        return Act.getClassSchema();
    }

    @Override
    public Folded<Act> fold(Act state, SpecificRecord event, long sequence) {
        return ActFold.apply(state, event, sequence);
    }

    @Override
    public List<LookupEntry> lookups(Act state) {
        List<LookupEntry> entries = new ArrayList<>();
        if (!state.getAbbreviation().isEmpty()) {
            entries.add(new LookupEntry(BY_ABBREVIATION, state.getAbbreviation()));
        }
        entries.add(new LookupEntry(BY_STATUS, state.getStatus().name()));
        return entries;
    }

    @Override
    public List<String> lookupNames() {
        return List.of(BY_ABBREVIATION, BY_STATUS);
    }

    @Override
    public List<String> parts(Act state) {
        return state.getVersions().stream().map(ActVersions::part).distinct().toList();
    }

    @Override
    public int anomalies(Act state) {
        return state.getAnomalyCount();
    }

    @Override
    public String toJson(Act state, PartReader parts) {
        return ActJson.whole(state, parts);
    }

    @Override
    public String toJsonInForce(Act state, LocalDate day, PartReader parts) {
        return ActVersions.inForce(state, day)
                .map(version -> ActJson.inForce(state, version, day, parts))
                .orElse(null);
    }
}
