package io.causalgrid.dashboard.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * Reads what services send. It has a mapper of its own, since the service's mapper is strict with what clients send,
 * and a dashboard must rather show what it can.
 */
public final class WireFormat {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final TypeReference<List<SubstationDocument>> SUBSTATIONS = new TypeReference<>() {};

    private WireFormat() {}

    /**
     * Reads one event of a replica.
     *
     * @throws JacksonException if it is not such a document
     */
    public static ReplicaEvent replicaEvent(String json) throws JacksonException {
        return MAPPER.readValue(json, ReplicaEvent.class);
    }

    /**
     * Reads the gateway's list.
     *
     * @throws JacksonException if it is not such a document
     */
    public static List<SubstationDocument> substations(String json) throws JacksonException {
        return List.copyOf(MAPPER.readValue(json, SUBSTATIONS));
    }

    /** Any JSON, or a missing node if the text is none. */
    public static JsonNode tree(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
