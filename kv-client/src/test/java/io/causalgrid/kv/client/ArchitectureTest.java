package io.causalgrid.kv.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.causalgrid.kv.client");

    /** No Quarkus, no Vert.x, no Jakarta, nothing of the store's own: it goes into any Java application. */
    @Test
    void theClientDependsOnTheJdkJacksonAndJSpecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.causalgrid.kv.client..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(CLIENT);
    }

    @Test
    void packagesFormFloorsWithoutCycles() {
        slices().matching("io.causalgrid.kv.client.(*)")
                .should()
                .beFreeOfCycles()
                .check(CLIENT);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.causalgrid.kv.client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.causalgrid.kv.client")
                .check(CLIENT);
    }
}
