package io.causalgrid.grid.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String BASE = "io.causalgrid.grid.core";
    private static final Set<Class<?>> SOURCES_OF_CHANCE =
            Set.of(Random.class, SplittableRandom.class, ThreadLocalRandom.class, UUID.class);

    private final JavaClasses core = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void theCoreKnowsOnlyTheJdkAndJSpecify() {
        classes()
                .that()
                .resideOutsideOfPackage(BASE + ".optimisation")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", BASE + "..")
                .check(core);
    }

    @Test
    void onlyOptimisationKnowsTheSolver() {
        classes()
                .that()
                .resideInAPackage(BASE + ".optimisation")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations..", "org.ojalgo..", BASE + ".optimisation")
                .check(core);
    }

    @Test
    void noTwoPackagesDependOnEachOther() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(core);
    }

    @Test
    void packagesFormFloors() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("network")
                .definedBy(BASE + ".network")
                .layer("session")
                .definedBy(BASE + ".session")
                .layer("ledger")
                .definedBy(BASE + ".ledger")
                .layer("plant")
                .definedBy(BASE + ".plant")
                .layer("allocation")
                .definedBy(BASE + ".allocation")
                .layer("balancing")
                .definedBy(BASE + ".balancing")
                .layer("simulation")
                .definedBy(BASE + ".simulation..")
                .whereLayer("simulation")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("balancing")
                .mayNotBeAccessedByAnyLayer()
                .layer("owner")
                .definedBy(BASE + ".owner")
                .whereLayer("owner")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("ledger")
                .mayOnlyBeAccessedByLayers("owner")
                .whereLayer("plant")
                .mayOnlyAccessLayers("network", "session")
                .whereLayer("allocation")
                .mayOnlyBeAccessedByLayers("owner", "simulation")
                .check(core);
    }

    @Test
    void timeIsHandedIn() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe("it reads the machine's clock", call -> {
                    AccessTarget target = call.getTarget();
                    String owner = target.getOwner().getName();
                    boolean readsTime = target.getName().equals("now") && owner.startsWith("java.time.");
                    boolean makesClock = (target.getOwner().isEquivalentTo(Clock.class)
                                    || target.getOwner().isEquivalentTo(InstantSource.class))
                            && target.getName().startsWith("system");
                    boolean readsSystem = owner.equals("java.lang.System")
                            && (target.getName().equals("currentTimeMillis")
                                    || target.getName().equals("nanoTime"));
                    return readsTime || makesClock || readsSystem;
                }))
                .check(core);
    }

    @Test
    void chanceIsHandedIn() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe("it makes its own random numbers", access -> {
                    AccessTarget target = access.getTarget();
                    boolean isSource = SOURCES_OF_CHANCE.stream()
                            .anyMatch(source -> target.getOwner().isEquivalentTo(source));
                    boolean isMath = target.getOwner().isEquivalentTo(Math.class)
                            && target.getName().equals("random");
                    boolean isDefault = target.getOwner().getName().startsWith("java.util.random.")
                            && target.getName().startsWith("get");
                    return isSource || isMath || isDefault;
                }))
                .check(core);
    }

    @Test
    void noStateIsShared() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .check(core);
    }
}
