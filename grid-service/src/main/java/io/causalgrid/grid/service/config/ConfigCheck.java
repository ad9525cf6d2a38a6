package io.causalgrid.grid.service.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses to start with settings that do not fit together, instead of failing at the first request. */
@Singleton
class ConfigCheck {
    private final GridConfig config;
    private final Roles roles;
    private final Addresses addresses;

    ConfigCheck(GridConfig config, Roles roles, Addresses addresses) {
        this.config = config;
        this.roles = roles;
        this.addresses = addresses;
    }

    void check(@Observes StartupEvent event) {
        if (roles.has(Role.GATEWAY)
                && !roles.has(Role.BALANCER)
                && config.balancers().isEmpty()) {
            throw new IllegalStateException("a gateway without balancer needs causalgrid.grid.balancers");
        }
        if (roles.has(Role.BALANCER)) {
            if (!roles.has(Role.SUBSTATION) && !addresses.areKnown()) {
                throw new IllegalStateException("a balancer without substation needs causalgrid.grid.substations");
            }
            if (addresses.areKnown()) {
                addresses.substations();
            }
        }
    }
}
