package org.dataembassy.deploy;

import java.util.List;
import java.util.Optional;

/** What a local country is for: brought in by the caller, since this package knows neither topics nor the site service. */
public interface CountrySetup {

    /**
     * The topics of home that MirrorMaker copies to the embassy, each by its full name.
     *
     * @return at least one name
     */
    List<String> mirroredTopics();

    /**
     * The topics of the embassy that home's MirrorMaker copies back, each by its full name.
     *
     * @return at least one name
     */
    List<String> returnedTopics();

    /**
     * Called at every start when both brokers answer and nothing else runs: creates the topics of both clusters, also the
     * mirrored ones, for MirrorMaker would create them with settings of its own. What exists already stays.
     *
     * @param endpoints where the brokers are reached
     */
    void createTopics(Endpoints endpoints);

    /**
     * Called at every start after {@link #createTopics}: what to start as the embassy's site service.
     *
     * @param endpoints where everything is reached; {@link Endpoints#embassySite()} is where it should listen
     * @return empty for a country without one
     */
    Optional<SiteCommand> siteCommand(Endpoints endpoints);
}
