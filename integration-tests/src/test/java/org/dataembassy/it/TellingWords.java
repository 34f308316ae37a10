package org.dataembassy.it;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.dataembassy.deploy.Part;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.registry.EventMeta;

/** The words by which the people of a simulated country may be recognised, and the search for them. */
final class TellingWords {
    /** The fields that hold them; with them goes the entity id, which is a personal code. */
    private static final Set<String> TELLING = Set.of("givenNames", "familyName", "dwelling", "address");

    private static final int ASKED_ABOUT = 50;

    private final Set<String> words = new TreeSet<>();
    private final List<String> codes = new ArrayList<>();
    private long events;

    private TellingWords() {}

    static TellingWords of(SimulationPlan plan) {
        TellingWords telling = new TellingWords();
        SimulatedCountry life = new SimulatedCountry(plan);
        while (life.hasNext()) {
            life.next().forEach(telling::gather);
        }
        return telling;
    }

    /** How many events tell of them. */
    long events() {
        return events;
    }

    /** Asks the site about some of them, ends every process in order, and searches what is left. */
    PlainSight soughtIn(RunningCountry country) {
        codes.subList(0, Math.min(ASKED_ABOUT, codes.size())).forEach(code -> askAbout(country, code));
        PlainSight sight = new PlainSight(words).inProcessList();
        // From the last to the first: a client that ends without its broker waits for it.
        List<Part> parts = new ArrayList<>(List.of(Part.values()));
        Collections.reverse(parts);
        parts.forEach(country.parts()::stop);
        return sight.in(country.folder());
    }

    /** Also in ways that are refused: all that could leave a word in a log. */
    private static void askAbout(RunningCountry country, String code) {
        String registry = "/v1/registries/population";
        country.post(registry + "/query", "{\"entityId\":\"" + code + "\"}");
        country.post(registry + "/history", "{\"entityId\":\"" + code + "\"}");
        country.post(registry + "/lookups/parent", "{\"value\":\"" + code + "\"}");
        country.ask(registry + "/entities/" + code);
        country.ask(registry + "/lookups/parent?value=" + code);
    }

    private void gather(IndexedRecord event) {
        events++;
        String code = ((EventMeta) event.get(0)).getEntityId();
        if (words.add(code)) {
            codes.add(code);
        }
        gatherFields(event);
    }

    private void gatherFields(IndexedRecord record) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof IndexedRecord inner) {
                gatherFields(inner);
            } else if (value instanceof CharSequence text
                    && TELLING.contains(field.name())
                    && text.toString().getBytes(StandardCharsets.UTF_8).length >= PlainSight.SHORTEST_WORD_BYTES) {
                words.add(text.toString());
            }
        }
    }
}
