package io.causalgrid.dashboard.api;

import io.causalgrid.dashboard.board.Frame;
import io.causalgrid.dashboard.board.Screen;
import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The page itself, complete as it is now; it is kept up to date by the event stream. */
@Path("/")
public class PageResource {
    private final Screen screen;
    private final Topology topology;

    PageResource(Screen screen, Topology topology) {
        this.screen = screen;
        this.topology = topology;
    }

    @CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
    static final class Pages {
        private Pages() {}

        static native TemplateInstance dashboard(Frame frame, List<NamedAddress> replicas);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    @RunOnVirtualThread
    @Operation(summary = "The dashboard's page")
    public TemplateInstance page() {
        return Pages.dashboard(screen.refresh(), topology.replicas());
    }
}
