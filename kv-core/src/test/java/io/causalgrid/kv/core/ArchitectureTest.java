package io.causalgrid.kv.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.causalgrid.kv.core");

    @Test
    void theCoreDependsOnTheJdkAndJSpecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.causalgrid.kv.core..", "java..", "org.jspecify..")
                .check(CORE);
    }

    @Test
    void packagesFormFloorsWithoutCycles() {
        slices().matching("io.causalgrid.kv.core.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    /** Clocks at the bottom; then records; then what is made of records; on top the replica. */
    @Test
    void eachFloorKnowsOnlyTheFloorsBelow() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("clock")
                .definedBy("..core.clock..")
                .layer("record")
                .definedBy("..core.record..")
                .layer("membership")
                .definedBy("..core.membership..")
                .layer("fold")
                .definedBy("..core.fold..")
                .layer("disk")
                .definedBy("..core.disk..")
                .layer("state")
                .definedBy("..core.state..")
                .layer("log")
                .definedBy("..core.log..")
                .layer("replica")
                .definedBy("..core.replica..")
                .whereLayer("clock")
                .mayNotAccessAnyLayer()
                .whereLayer("disk")
                .mayNotAccessAnyLayer()
                .whereLayer("record")
                .mayOnlyAccessLayers("clock")
                .whereLayer("membership")
                .mayOnlyAccessLayers("clock", "record")
                .whereLayer("fold")
                .mayOnlyAccessLayers("clock", "record")
                .whereLayer("log")
                .mayOnlyAccessLayers("record", "disk")
                .whereLayer("state")
                .mayOnlyAccessLayers("clock", "record", "fold")
                .whereLayer("replica")
                .mayNotBeAccessedByAnyLayer()
                .check(CORE);
    }

    @Test
    void timeAndRandomnessComeFromOutside() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Random.class, ThreadLocalRandom.class)
                .check(CORE);
    }

    @Test
    void theCoreStartsNoThreadsAndTakesNoSleep() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CORE);
    }
}
