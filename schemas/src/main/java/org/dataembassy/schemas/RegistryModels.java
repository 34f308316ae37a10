package org.dataembassy.schemas;

import java.util.List;
import java.util.stream.Collectors;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.dataembassy.schemas.population.PopulationModel;

/** Every registry that this build knows. */
public final class RegistryModels {

    private static final List<RegistryModel<?>> ALL = List.of(new LegislationModel(), new PopulationModel());

    private RegistryModels() {}

    /** All models, in a fixed order. */
    public static List<RegistryModel<?>> all() {
        return ALL;
    }

    /**
     * The model of a registry; always the same instance.
     *
     * @param registry as in topics and trust roots, such as {@code legislation}
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public static RegistryModel<?> named(String registry) {
        return ALL.stream()
                .filter(model -> model.registry().equals(registry))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown registry '" + registry
                        + "': this build knows "
                        + ALL.stream().map(RegistryModel::registry).collect(Collectors.joining(", "))));
    }
}
