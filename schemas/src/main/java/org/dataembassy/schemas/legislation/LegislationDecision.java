package org.dataembassy.schemas.legislation;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What becomes of a command: the events to publish, or the reason why not. */
public sealed interface LegislationDecision {

    /** @param events to be published together, in this order; at least one */
    record Accepted(List<SpecificRecord> events) implements LegislationDecision {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** @param detail which field or rule, and what was expected; never content */
    record Refused(LegislationRefusal reason, String detail) implements LegislationDecision {}
}
