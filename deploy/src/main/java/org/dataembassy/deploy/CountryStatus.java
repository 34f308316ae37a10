package org.dataembassy.deploy;

import java.util.List;

/**
 * How a local country is.
 *
 * @param endpoints where its parts are reached
 * @param parts how each of its parts is, in the order in which they are started
 * @param supervised whether a supervisor starts again what has died
 */
public record CountryStatus(Endpoints endpoints, List<PartStatus> parts, boolean supervised) {

    /** Copies the list. */
    public CountryStatus {
        parts = List.copyOf(parts);
    }

    /**
     * Tells whether every part runs and does its work.
     *
     * @return true if so
     */
    public boolean isReady() {
        return parts.stream().allMatch(part -> part.state() == PartStatus.State.READY);
    }
}
