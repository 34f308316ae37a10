package org.dataembassy.producers;

import java.net.URI;
import java.util.Map;

/**
 * How to reach the Schema Registry.
 *
 * @param url {@code http} or {@code https}, of the Confluent-compatible API, such as
 *     {@code http://127.0.0.1:8081/apis/ccompat/v7}; {@code mock:} names one inside this JVM, for tests
 * @param properties further settings of the Confluent client by its own names, such as {@code basic.auth.user.info}
 */
public record SchemaRegistryAccess(String url, Map<String, String> properties) {
    /** Refuses what is not an address. */
    public SchemaRegistryAccess {
        properties = Map.copyOf(properties);
        String scheme = scheme(url);
        if (!scheme.equals("http") && !scheme.equals("https") && !scheme.equals("mock")) {
            throw new IllegalArgumentException("Schema Registry: expected an http or https URL");
        }
    }

    public static SchemaRegistryAccess of(String url) {
        return new SchemaRegistryAccess(url, Map.of());
    }

    private static String scheme(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            return scheme == null ? "" : scheme;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Schema Registry: expected an http or https URL", e);
        }
    }

    /** The address only: properties may hold credentials. */
    @Override
    public String toString() {
        return url;
    }
}
