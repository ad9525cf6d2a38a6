package io.causalgrid.dashboard.api;

import io.causalgrid.dashboard.board.Board;
import io.causalgrid.dashboard.board.Browsers;
import io.causalgrid.dashboard.board.Screen;
import io.causalgrid.dashboard.board.Update;
import io.causalgrid.http.problems.Problems;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The board for programs: once as JSON, and as the stream that the page follows. */
@Path("/v1/dashboard")
public class BoardResource {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Screen screen;
    private final Browsers browsers;
    private final Sse sse;

    BoardResource(Screen screen, Browsers browsers, Sse sse) {
        this.screen = screen;
        this.browsers = browsers;
        this.sse = sse;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Everything the page shows, as JSON")
    public Board board() {
        return screen.board();
    }

    /**
     * Events named {@code frame}, a JSON object from panel to HTML with all panels at first and the changed ones later,
     * and {@code heartbeat}. 503 when too many browsers follow already.
     */
    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The page's panels, as they change")
    public Multi<OutboundSseEvent> events() {
        return browsers.follow()
                .orElseThrow(() -> Problems.unavailable(
                                "too-many-browsers",
                                "As many browsers as are allowed follow this dashboard already.",
                                RETRY_AFTER)
                        .build())
                .map(this::event);
    }

    private OutboundSseEvent event(Update update) {
        return switch (update) {
            case Update.Changes(String panelsJson) ->
                sse.newEventBuilder().name("frame").data(panelsJson).build();
            case Update.Heartbeat heartbeat ->
                sse.newEventBuilder().name("heartbeat").data("").build();
        };
    }
}
