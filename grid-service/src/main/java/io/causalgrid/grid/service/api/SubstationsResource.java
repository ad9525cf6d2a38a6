package io.causalgrid.grid.service.api;

import io.causalgrid.grid.service.balancer.Balancer;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.gateway.Gateway;
import io.causalgrid.grid.service.substation.Substation;
import io.causalgrid.grid.service.wire.SubstationView;
import io.causalgrid.http.compression.Compressible;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The substations there are. */
@Path("/v1/substations")
@ServedBy({Role.GATEWAY, Role.BALANCER, Role.SUBSTATION})
@Tag(name = "Substations")
public class SubstationsResource {
    private final Roles roles;
    private final Gateway gateway;
    private final Balancer balancer;
    private final Substation substation;

    SubstationsResource(Roles roles, Gateway gateway, Balancer balancer, Substation substation) {
        this.roles = roles;
        this.gateway = gateway;
        this.balancer = balancer;
        this.substation = substation;
    }

    /** All of them. */
    @GET
    @RunOnVirtualThread
    @Compressible
    @Operation(
            summary = "List the substations",
            description = "With their loads as a balancer sees them; a substation lists only itself.")
    @APIResponse(responseCode = "200", description = "In configured order; one that is down with its last figures.")
    @APIResponse(responseCode = "503", description = "The gateway reaches no balancer.")
    public List<SubstationView> list() {
        if (roles.has(Role.GATEWAY)) {
            return gateway.substations();
        }
        return roles.has(Role.BALANCER) ? balancer.substations() : List.of(substation.view());
    }
}
