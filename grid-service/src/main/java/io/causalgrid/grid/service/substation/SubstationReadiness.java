package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A substation is ready while it can take sessions; if not, it says why. */
@Readiness
class SubstationReadiness implements HealthCheck {
    private final Roles roles;
    private final Substation substation;

    SubstationReadiness(Roles roles, Substation substation) {
        this.roles = roles;
        this.substation = substation;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> hindrance = roles.has(Role.SUBSTATION) ? substation.hindrance() : Optional.empty();
        var response = HealthCheckResponse.named("substation").status(hindrance.isEmpty());
        hindrance.ifPresent(why -> response.withData("why", why));
        return response.build();
    }
}
