package io.causalgrid.cli.kv;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Reads members of documents that people write: strictly, since a misspelt member that is passed over would be lost data. */
final class JsonMembers {

    /** Refuses a member that is there twice. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonMembers() {}

    /** Refuses what is no object, and members of other names. */
    static void expectOnly(JsonNode document, Set<String> names) {
        if (!document.isObject()) {
            throw new IllegalArgumentException("a JSON object is expected");
        }
        document.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("the member '" + Shown.oneLine(name) + "' is not known here");
            }
        });
    }

    /** A name that must be there. */
    static String name(JsonNode document, String member) {
        String text = textIfAny(document, member)
                .orElseThrow(() -> new IllegalArgumentException("the member '" + member + "' is missing"));
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'" + member + "' must not be empty");
        }
        return text;
    }

    /** A text that may be absent. */
    static Optional<String> textIfAny(JsonNode document, String member) {
        JsonNode node = document.path(member);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw new IllegalArgumentException("'" + member + "' must be a text");
        }
        return Optional.of(unicode(member, node.textValue()));
    }

    /** A whole number that may be absent. */
    static Optional<Long> integerIfAny(JsonNode document, String member) {
        JsonNode node = document.path(member);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new IllegalArgumentException("'" + member + "' must be a whole number");
        }
        return Optional.of(node.longValue());
    }

    /** A truth value; false if it is absent. */
    static boolean isTrue(JsonNode document, String member) {
        JsonNode node = document.path(member);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw new IllegalArgumentException("'" + member + "' must be true or false");
        }
        return node.booleanValue();
    }

    /** Half of a surrogate pair would become a question mark on its way to the store. */
    static String unicode(String member, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("'" + member + "' has half of a surrogate pair in it");
        }
        return text;
    }
}
