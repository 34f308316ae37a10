package org.dataembassy.site.query;

import java.util.Optional;

/**
 * An entity.
 *
 * @param stateJson a JSON object by the registry's model; empty if nothing is in force on the day that was asked for
 * @param eventCount events that count in it
 */
public record EntityAnswer(String entityId, Optional<String> stateJson, long eventCount, Provenance provenance) {}
