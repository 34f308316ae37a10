package org.dataembassy.ledger.keys;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.json.JsonBytes;
import org.dataembassy.ledger.json.JsonFields;

/**
 * What a key store says of itself, in its entry {@code about}: whose it is and of which country. It lies under the
 * store's MAC as the keys do.
 */
record StoreDescription(
        Role role, Digest domain, Optional<String> name, Optional<Site> site, Optional<String> registry) {
    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 4096;

    /** What a store is for. */
    enum Role {
        OFFICIAL("official", "an official's key store"),
        SITE("site", "a site's key store"),
        WRITER("writer", "the key store of a registry's writer"),
        RECOVERY("recovery", "the recovery key store");

        private final String label;
        private final String words;

        Role(String label, String words) {
            this.label = label;
            this.words = words;
        }

        String words() {
            return words;
        }

        static Role of(String label) {
            for (Role role : values()) {
                if (role.label.equals(label)) {
                    return role;
                }
            }
            throw new IllegalArgumentException("role: expected official, site, writer or recovery");
        }
    }

    StoreDescription {
        registry.ifPresent(LedgerId::requireRegistryName);
        boolean fits = switch (role) {
            case OFFICIAL -> name.isPresent() && site.isEmpty() && registry.isEmpty();
            case SITE -> name.isEmpty() && site.isPresent() && registry.isEmpty();
            case WRITER -> name.isEmpty() && site.isPresent() && registry.isPresent();
            case RECOVERY -> name.isEmpty() && site.isEmpty() && registry.isEmpty();
        };
        if (!fits) {
            throw new IllegalArgumentException("key store description: fields do not fit its role");
        }
    }

    static StoreDescription official(Digest domain, String name) {
        return new StoreDescription(Role.OFFICIAL, domain, Optional.of(name), Optional.empty(), Optional.empty());
    }

    static StoreDescription site(Digest domain, Site site) {
        return new StoreDescription(Role.SITE, domain, Optional.empty(), Optional.of(site), Optional.empty());
    }

    static StoreDescription writer(Digest domain, Site site, String registry) {
        return new StoreDescription(Role.WRITER, domain, Optional.empty(), Optional.of(site), Optional.of(registry));
    }

    static StoreDescription recovery(Digest domain) {
        return new StoreDescription(Role.RECOVERY, domain, Optional.empty(), Optional.empty(), Optional.empty());
    }

    byte[] toJson() {
        return JsonBytes.write(json -> {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("role", role.label);
            json.writeStringField("domain", domain.hex());
            if (name.isPresent()) {
                json.writeStringField("name", name.get());
            }
            if (site.isPresent()) {
                json.writeStringField("site", site.get().label());
            }
            if (registry.isPresent()) {
                json.writeStringField("registry", registry.get());
            }
            json.writeEndObject();
        });
    }

    static StoreDescription fromJson(byte[] bytes) {
        JsonFields json = JsonBytes.object("key store description", bytes, MAX_BYTES);
        json.integer("format", FORMAT, FORMAT);
        Role role = Role.of(json.text("role", 20));
        Digest domain = json.digest("domain");
        StoreDescription description = switch (role) {
            case OFFICIAL -> official(domain, json.text("name", 100));
            case SITE -> site(domain, Site.of(json.text("site", 10)));
            case WRITER -> writer(domain, Site.of(json.text("site", 10)), json.text("registry", 40));
            case RECOVERY -> recovery(domain);
        };
        json.end();
        return description;
    }

    /** For people, such as in certificates: {@code writer of legislation at home}. */
    String owner() {
        return switch (role) {
            case OFFICIAL -> name.orElseThrow();
            case SITE -> "site " + site.orElseThrow().label();
            case WRITER ->
                "writer of " + registry.orElseThrow() + " at "
                        + site.orElseThrow().label();
            case RECOVERY -> "recovery";
        };
    }
}
