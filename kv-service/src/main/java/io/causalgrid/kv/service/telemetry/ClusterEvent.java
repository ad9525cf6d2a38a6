package io.causalgrid.kv.service.telemetry;

import java.util.Map;

/**
 * Something that happened, for people and dashboards to see.
 *
 * @param type {@code cluster}, {@code write}, {@code delivery}, {@code buffering} or {@code link}; {@code heartbeat} is
 *     sent as a comment
 * @param data the JSON document of the event
 */
public record ClusterEvent(String type, Map<String, Object> data) {
    /** Keeps a silent connection alive. */
    public static final ClusterEvent HEARTBEAT = new ClusterEvent("heartbeat", Map.of());
}
