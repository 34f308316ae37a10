package org.dataembassy.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The direction of dependencies between and within the modules, as docs/architecture.md draws it. */
final class LayeringTest {
    private static JavaClasses ours;

    @BeforeAll
    static void importOurClasses() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.dataembassy");
    }

    @Test
    void modules_depend_downwards_only() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("schemas")
                .definedBy("org.dataembassy.schemas..", "org.dataembassy.wire..", "org.dataembassy.registry..")
                .layer("ledger")
                .definedBy(
                        "org.dataembassy.ledger",
                        "org.dataembassy.ledger.accept..",
                        "org.dataembassy.ledger.block..",
                        "org.dataembassy.ledger.control..",
                        "org.dataembassy.ledger.crypto..",
                        "org.dataembassy.ledger.dsse..",
                        "org.dataembassy.ledger.json..",
                        "org.dataembassy.ledger.keys..",
                        "org.dataembassy.ledger.merkle..",
                        "org.dataembassy.ledger.problem..",
                        "org.dataembassy.ledger.trust..")
                .layer("ledger-kafka")
                .definedBy("org.dataembassy.ledger.kafka..")
                .layer("producers")
                .definedBy("org.dataembassy.producers..")
                .layer("streams-app")
                .definedBy("org.dataembassy.site..")
                .layer("restorer")
                .definedBy("org.dataembassy.restorer..")
                .layer("deploy")
                .definedBy("org.dataembassy.deploy..")
                .layer("bench")
                .definedBy("org.dataembassy.bench..")
                .layer("cli")
                .definedBy("org.dataembassy.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("bench")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("deploy")
                .mayOnlyBeAccessedByLayers("bench", "cli")
                .whereLayer("restorer")
                .mayOnlyBeAccessedByLayers("bench", "cli")
                .whereLayer("streams-app")
                .mayOnlyBeAccessedByLayers("bench", "cli")
                .whereLayer("producers")
                .mayOnlyBeAccessedByLayers("bench", "cli", "streams-app")
                .whereLayer("ledger-kafka")
                .mayOnlyBeAccessedByLayers("producers", "streams-app", "restorer", "deploy", "bench", "cli")
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers(
                        "ledger-kafka", "producers", "streams-app", "restorer", "deploy", "bench", "cli")
                .check(ours);
    }

    @Test
    void the_ledger_knows_no_kafka_no_http_and_no_clock() {
        noClasses()
                .that()
                .resideInAnyPackage("org.dataembassy.ledger", "org.dataembassy.ledger.(*)..")
                .and()
                .resideOutsideOfPackage("org.dataembassy.ledger.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.confluent..", "java.net.http..", "io.javalin..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(ours);
    }

    @Test
    void schemas_and_folds_know_no_clock_no_files_and_no_kafka() {
        noClasses()
                .that()
                .resideInAnyPackage("org.dataembassy.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.confluent..", "java.nio.file..", "java.net..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(ours);
    }

    @Test
    void only_producers_speak_to_the_schema_registry() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.dataembassy.producers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.confluent..")
                .check(ours);
    }

    @Test
    void packages_have_no_cycles() {
        SlicesRuleDefinition.slices()
                .matching("org.dataembassy.(schemas|ledger|producers|site|restorer|deploy|bench|cli).(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ours);
    }
}
