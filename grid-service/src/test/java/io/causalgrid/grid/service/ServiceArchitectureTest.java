package io.causalgrid.grid.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ServiceArchitectureTest {
    private static final String BASE = "io.causalgrid.grid.service";
    private final JavaClasses service = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void noTwoPackagesDependOnEachOther() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(service);
    }

    @Test
    void rolesDoNotKnowEachOther() {
        String[] roles = {"substation", "balancer", "gateway"};
        for (String role : roles) {
            for (String other : roles) {
                if (!role.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage(BASE + "." + role)
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(BASE + "." + other)
                            .check(service);
                }
            }
        }
    }
}
