package org.dataembassy.site;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A block's way through the packages goes one way. */
final class SiteLayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.dataembassy.site");

    @Test
    void packagesKnowOnlyWhatLiesBeforeThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("store")
                .definedBy("org.dataembassy.site.store..")
                .layer("status")
                .definedBy("org.dataembassy.site.status..")
                .layer("memory")
                .definedBy("org.dataembassy.site.memory..")
                .layer("materialise")
                .definedBy("org.dataembassy.site.materialise..")
                .layer("verify")
                .definedBy("org.dataembassy.site.verify..")
                .layer("query")
                .definedBy("org.dataembassy.site.query..")
                .layer("topology")
                .definedBy("org.dataembassy.site.topology..")
                .layer("cosign")
                .definedBy("org.dataembassy.site.cosign..")
                .layer("watch")
                .definedBy("org.dataembassy.site.watch..")
                .layer("http")
                .definedBy("org.dataembassy.site.http..")
                .layer("service")
                .definedBy("org.dataembassy.site")
                .whereLayer("service")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cosign")
                .mayOnlyBeAccessedByLayers("service")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("service")
                .whereLayer("watch")
                .mayOnlyBeAccessedByLayers("service")
                .whereLayer("topology")
                .mayOnlyBeAccessedByLayers("service")
                .whereLayer("query")
                .mayOnlyBeAccessedByLayers("topology", "cosign", "http", "service")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("topology", "service")
                .whereLayer("materialise")
                .mayOnlyBeAccessedByLayers("verify", "query", "topology", "service")
                .whereLayer("memory")
                .mayOnlyBeAccessedByLayers("verify", "topology", "service")
                .whereLayer("status")
                .mayOnlyBeAccessedByLayers("verify", "query", "topology", "watch", "cosign", "http", "service")
                .check(CLASSES);
    }

    @Test
    void onlyTopologyKnowsTheStreamsRuntimeAndOnlyHttpKnowsTheServer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.dataembassy.site.materialise..",
                        "org.dataembassy.site.verify..",
                        "org.dataembassy.site.status..",
                        "org.dataembassy.site.watch..",
                        "org.dataembassy.site.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dataembassy.site.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "io.micrometer..")
                .check(CLASSES);
    }
}
