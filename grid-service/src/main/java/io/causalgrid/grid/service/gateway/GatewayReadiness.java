package io.causalgrid.grid.service.gateway;

import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A gateway is ready while it reaches a balancer. */
@Readiness
class GatewayReadiness implements HealthCheck {
    private final Roles roles;
    private final BalancerWatch watch;

    GatewayReadiness(Roles roles, BalancerWatch watch) {
        this.roles = roles;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("balancers")
                .status(!roles.has(Role.GATEWAY) || watch.isAnyReachable())
                .build();
    }
}
