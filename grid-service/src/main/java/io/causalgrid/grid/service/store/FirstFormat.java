package io.causalgrid.grid.service.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The first version of a journal's slices. In it connectors were numbers: from 1 in sessions, 0 for one that waited, and from 0 in
 * what connectors may allow. All substations were simple buses then, whose connectors have their numbers as ids.
 */
final class FirstFormat {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final String VERSION = "version";
    private static final String CONNECTOR = "connector";
    private static final String AMPS = "amps";

    private FirstFormat() {}

    /** The same slice in the second version, if it is of the first; as it is otherwise. */
    static JsonNode broughtUp(JsonNode slice) {
        if (slice instanceof ObjectNode object && object.path(VERSION).asInt() == FIRST) {
            object.put(VERSION, SECOND);
            object.path("events").forEach(FirstFormat::nameConnectors);
        }
        return slice;
    }

    private static void nameConnectors(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path(CONNECTOR).isInt()) {
                int number = object.path(CONNECTOR).intValue();
                object.put(CONNECTOR, number == 0 ? "" : Integer.toString(number));
            }
            if (object.path(AMPS) instanceof ObjectNode amps) {
                ObjectNode named = object.objectNode();
                for (Map.Entry<String, JsonNode> entry : amps.properties()) {
                    named.set(Integer.toString(Integer.parseInt(entry.getKey()) + 1), entry.getValue());
                }
                object.set(AMPS, named);
            }
        }
        node.forEach(FirstFormat::nameConnectors);
    }
}
