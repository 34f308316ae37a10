package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RegistryModelsTest {

    @Test
    void a_registry_is_found_by_its_name() {
        assertThat(RegistryModels.named("legislation").registry()).isEqualTo("legislation");
        assertThat(RegistryModels.named("legislation")).isSameAs(RegistryModels.named("legislation"));
    }

    @Test
    void names_are_fit_for_topics_and_differ() {
        assertThat(RegistryModels.all())
                .extracting(RegistryModel::registry)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z][a-z0-9-]*"));
    }

    @Test
    void an_unknown_registry_is_refused_and_those_known_are_named() {
        assertThatThrownBy(() -> RegistryModels.named("legislature"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'legislature'")
                .hasMessageContaining("legislation");
    }
}
