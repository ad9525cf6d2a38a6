package io.causalgrid.grid.service.config;

import io.causalgrid.http.problems.Problems;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses, before a body is parsed, requests to resources whose role is off here. */
class RoleFilter {
    private final Roles roles;

    RoleFilter(Roles roles) {
        this.roles = roles;
    }

    @ServerRequestFilter
    void refuse(ResourceInfo resource) {
        ServedBy servedBy = resource.getResourceClass().getAnnotation(ServedBy.class);
        if (servedBy != null && Arrays.stream(servedBy.value()).noneMatch(roles::has)) {
            throw Problems.problem(
                            Response.Status.NOT_FOUND,
                            "not-served-here",
                            "No role of this process serves this path; it is served by "
                                    + Arrays.toString(servedBy.value()).toLowerCase(Locale.ROOT) + ".")
                    .build();
        }
    }
}
