package io.causalgrid.benchmarks.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * How far a replica is, from its document {@code /v1/cluster}.
 *
 * @param keys that have a value
 * @param applied writes of all members that have taken effect
 * @param logRecords that its log holds
 * @param logBytes that its log takes on the disk
 */
public record Standing(long keys, long applied, long logRecords, long logBytes) {
    private static final JsonMapper JSON = new JsonMapper();

    /** @throws ReplicaTroubleException if it is not that document */
    static Standing parse(String document) {
        try {
            JsonNode node = JSON.readTree(document);
            return new Standing(
                    node.required("keys").asLong(),
                    node.required("vectorClock")
                            .valueStream()
                            .mapToLong(JsonNode::asLong)
                            .sum(),
                    node.required("logRecords").asLong(),
                    node.required("logBytes").asLong());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new ReplicaTroubleException("a replica does not describe the cluster: " + e.getMessage(), e);
        }
    }
}
