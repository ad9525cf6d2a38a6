package io.causalgrid.grid.service.config;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

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
        if (roles.has(Role.SUBSTATION)
                && config.journal().equals("store")
                && config.store().replicas().isEmpty()) {
            throw new IllegalStateException(
                    "a substation keeps its sessions in the store: set causalgrid.grid.store.replicas to the replicas'"
                            + " addresses, or causalgrid.grid.journal=memory, where they are lost with the process");
        }
        if (roles.has(Role.BALANCER)) {
            if (!roles.has(Role.SUBSTATION) && !addresses.areKnown()) {
                throw new IllegalStateException("a balancer without substation needs causalgrid.grid.substations");
            }
        }
        checkTimes();
    }

    /** Whoever waits must wait longer than whoever it waits for, or it gives up what may yet succeed. */
    private void checkTimes() {
        Duration attempt = config.balancer().attemptTimeout();
        Duration deadline = config.balancer().deadline();
        if (roles.has(Role.BALANCER) && attempt.compareTo(deadline) > 0) {
            throw new IllegalStateException("causalgrid.grid.balancer.attempt-timeout, " + attempt
                    + ", is longer than causalgrid.grid.balancer.deadline, " + deadline);
        }
        Duration gatewayAttempt = config.gateway().attemptTimeout();
        if (roles.has(Role.GATEWAY) && gatewayAttempt.compareTo(config.gateway().deadline()) > 0) {
            throw new IllegalStateException("causalgrid.grid.gateway.attempt-timeout, " + gatewayAttempt
                    + ", is longer than causalgrid.grid.gateway.deadline, "
                    + config.gateway().deadline());
        }
        if (roles.has(Role.GATEWAY) && roles.has(Role.BALANCER) && gatewayAttempt.compareTo(deadline) <= 0) {
            throw new IllegalStateException("causalgrid.grid.gateway.attempt-timeout, " + gatewayAttempt
                    + ", must be longer than causalgrid.grid.balancer.deadline, " + deadline);
        }
    }
}
