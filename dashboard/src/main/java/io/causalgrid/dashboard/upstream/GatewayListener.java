package io.causalgrid.dashboard.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.dashboard.state.EventLine.Kind;
import io.causalgrid.dashboard.state.LiveState;
import io.causalgrid.dashboard.state.Observation;
import io.causalgrid.dashboard.wire.WireFormat;
import java.time.InstantSource;

/**
 * Turns the gateway's session events into lines. Allocations change each tick, would push everything else out of the
 * list, and are visible in the bars; they are only counted. Whether the gateway is up is judged by polling alone.
 */
final class GatewayListener implements EventSubscription.Listener {
    static final String SOURCE = "gateway";
    private static final int TEXT_CHARS_MAX = 60;

    private final LiveState live;
    private final Telemetry telemetry;
    private final InstantSource clock;

    GatewayListener(LiveState live, Telemetry telemetry, InstantSource clock) {
        this.live = live;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    @Override
    public void received(String data) {
        JsonNode event = WireFormat.tree(data);
        switch (event.path("type").asText()) {
            case "session" -> {
                telemetry.counted(SOURCE, Kind.SESSION.label());
                JsonNode session = event.path("session").isObject() ? event.path("session") : event;
                String source = text(session, "substation", SOURCE);
                live.observe(new Observation.Happened(source, Kind.SESSION, sentence(session), clock.instant()));
            }
            case "allocation" -> telemetry.counted(SOURCE, "allocation");
            case "" -> telemetry.counted(SOURCE, "malformed");
            default -> telemetry.counted(SOURCE, "other");
        }
    }

    @Override
    public void lost(String why) {
        telemetry.lost(SOURCE);
    }

    private static String sentence(JsonNode session) {
        var sentence = new StringBuilder("vehicle ").append(text(session, "vehicleId", "?"));
        sentence.append(": ").append(text(session, "state", "changed").replace('_', ' '));
        String connector = text(session, "connector", "");
        if (!connector.isEmpty()) {
            sentence.append(" at connector ").append(connector);
        }
        return sentence.toString();
    }

    private static String text(JsonNode node, String field, String otherwise) {
        String text = node.path(field).asText("");
        return text.isEmpty() || text.equals("null") ? otherwise : Shortened.text(text, TEXT_CHARS_MAX);
    }
}
