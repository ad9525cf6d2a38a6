package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.wire.SubstationView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** How a gateway asks a balancer for its view; the public path is the gateway's own where both are in one process. */
@Path("/internal/v1/substations")
@ServedBy(Role.BALANCER)
public class InternalBalancerResource {
    private final Balancer balancer;

    InternalBalancerResource(Balancer balancer) {
        this.balancer = balancer;
    }

    /** Its substations in configured order. */
    @GET
    @RunOnVirtualThread
    @Operation(hidden = true)
    public List<SubstationView> substations() {
        return balancer.substations();
    }
}
