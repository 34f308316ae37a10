package org.dataembassy.deploy;

import java.net.URI;

/**
 * Where the parts of a local country are reached.
 *
 * @param homeBootstrap bootstrap servers of home's cluster
 * @param embassyBootstrap bootstrap servers of the embassy's cluster
 * @param schemaRegistry the Schema Registry's Confluent-compatible API
 * @param embassySite the embassy's site service
 * @param layout where the parts' files lie
 */
public record Endpoints(
        String homeBootstrap, String embassyBootstrap, URI schemaRegistry, URI embassySite, LocalCountryLayout layout) {

    private static final String HOST = "127.0.0.1";

    static Endpoints of(CountryPorts ports, LocalCountryLayout layout) {
        return new Endpoints(
                HOST + ":" + ports.homeBroker(),
                HOST + ":" + ports.embassyBroker(),
                URI.create("http://" + HOST + ":" + ports.schemaRegistry() + "/apis/ccompat/v7"),
                URI.create("http://" + HOST + ":" + ports.embassySite()),
                layout);
    }
}
