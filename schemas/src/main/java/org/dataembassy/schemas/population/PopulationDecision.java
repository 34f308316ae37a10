package org.dataembassy.schemas.population;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What becomes of a command: the events to publish, or the reason why not. */
public sealed interface PopulationDecision {

    /** @param events to be published together, in this order; at least one; those of one case are of several people */
    record Accepted(List<SpecificRecord> events) implements PopulationDecision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** @param detail which field or rule, and what was expected; never content */
    record Refused(PopulationRefusal reason, String detail) implements PopulationDecision {}
}
