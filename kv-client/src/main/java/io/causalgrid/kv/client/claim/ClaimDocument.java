package io.causalgrid.kv.client.claim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands in the store of a claim.
 *
 * @param holder who wrote it; differs between processes, and between starts of one
 * @param number grows with each new holder
 * @param beat grows with each renewal
 * @param lease how long it lasts without being renewed
 * @param isHeld false once it has been given up: only the number is left then, so that it is not used again
 * @param attributes what others should know of the holder
 */
public record ClaimDocument(
        String holder, long number, long beat, Duration lease, boolean isHeld, Map<String, String> attributes) {
    private static final int FORMAT = 1;

    public ClaimDocument {
        attributes = Map.copyOf(attributes);
    }

    /** As it is written. */
    public Value toValue() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("version", FORMAT)
                .put("holder", holder)
                .put("number", number)
                .put("beat", beat)
                .put("leaseMillis", lease.toMillis())
                .put("state", isHeld ? "held" : "free");
        ObjectNode more = document.putObject("attributes");
        new TreeMap<>(attributes).forEach(more::put);
        return Value.of("application/json", Documents.write(document));
    }

    /** Reads what was written; fails with an exception of the client's if that is no claim. */
    public static ClaimDocument of(Value value) {
        JsonNode document = Documents.read(value.bytes());
        Map<String, String> attributes = new TreeMap<>();
        document.path("attributes")
                .properties()
                .forEach(member ->
                        attributes.put(member.getKey(), member.getValue().asText()));
        return new ClaimDocument(
                Documents.text(document, "holder"),
                Documents.integer(document, "number"),
                Documents.integer(document, "beat"),
                Duration.ofMillis(Documents.integer(document, "leaseMillis")),
                Documents.text(document, "state").equals("held"),
                attributes);
    }
}
