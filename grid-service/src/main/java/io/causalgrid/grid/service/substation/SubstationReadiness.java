package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A substation is ready while its thread keeps working. */
@Readiness
class SubstationReadiness implements HealthCheck {
    private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

    private final Roles roles;
    private final Substation substation;
    private final InstantSource clock;

    SubstationReadiness(Roles roles, Substation substation, InstantSource clock) {
        this.roles = roles;
        this.substation = substation;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        boolean isFresh =
                substation.snapshot().tickedAt().isAfter(clock.instant().minus(STALLED_AFTER));
        return HealthCheckResponse.named("substation")
                .status(!roles.has(Role.SUBSTATION) || (substation.isRunning() && isFresh))
                .build();
    }
}
