package io.causalgrid.http.edge;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * Says with each 405 of Quarkus REST what the path could be asked instead (RFC 9110, 15.5.6), and with each answer to OPTIONS the
 * same. Quarkus REST itself says nothing with the one, and with the other what all paths of a class have together.
 */
class AllowedMethods {
    @ServerResponseFilter
    void after(ContainerResponseContext response) {
        boolean isRefusal = response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode();
        if (isRefusal || response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, String.join(", ", of(CurrentRequestManager.get())));
        }
    }

    private static Set<String> of(ResteasyReactiveRequestContext request) {
        var methods = new TreeSet<String>();
        templates(request.getDeployment()).forEach((method, templates) -> {
            if (new RequestMapper<>(new ArrayList<>(templates)).map(request.getPathWithoutPrefix()) != null) {
                methods.add(method);
            }
        });
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        methods.add(HttpMethod.OPTIONS);
        return methods;
    }

    /** All paths that there are, method by method. Only who asks in vain has them gathered. */
    private static Map<String, List<RequestPath<RuntimeResource>>> templates(Deployment deployment) {
        var templates = new HashMap<String, List<RequestPath<RuntimeResource>>>();
        RuntimeResourceVisitor.visitRuntimeResources("", deployment.getClassMappers(), new RuntimeResourceVisitor() {
            @Override
            public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                templates
                        .computeIfAbsent(method, _ -> new ArrayList<>())
                        .add(new RequestPath<>(false, new URITemplate(path, false), resource));
            }
        });
        return templates;
    }
}
