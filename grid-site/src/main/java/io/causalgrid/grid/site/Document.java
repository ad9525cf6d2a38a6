package io.causalgrid.grid.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * A document as maps, lists, texts and numbers, and the line at which each of its values begins. A value's place is written as in
 * {@code nodes[3].limits[0].amps}.
 */
record Document(Map<String, Object> content, Map<String, Integer> lines) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final YAMLFactory YAML = YAMLFactory.builder()
            .loaderOptions(unbounded())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** @throws JsonParseException if it is none, or is no object */
    static Document parse(byte[] content, boolean isYaml) throws IOException {
        try (JsonParser parser = (isYaml ? YAML : JSON).createParser(content)) {
            var reading = new Reading(parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(
                        parser, "a site is an object, which this is not", parser.currentLocation());
            }
            Map<String, Object> members = reading.object("");
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more after the site", parser.currentTokenLocation());
            }
            return new Document(members, reading.lines);
        }
    }

    /** The line of what is at a place, or of the nearest that it is part of; empty of a place that is nowhere. */
    OptionalInt line(String place) {
        String at = place;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return OptionalInt.of(line);
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return OptionalInt.empty();
    }

    /** The file's own bound is enough. */
    private static LoaderOptions unbounded() {
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        return options;
    }

    /** Puts a parser's tokens together. */
    private static final class Reading {
        private final JsonParser parser;
        final Map<String, Integer> lines = new HashMap<>();

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        Map<String, Object> object(String place) throws IOException {
            Map<String, Object> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                String at = place.isEmpty() ? name : place + "." + name;
                lines.put(at, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                members.put(name, value(at));
            }
            return members;
        }

        private List<@Nullable Object> array(String place) throws IOException {
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String at = place + "[" + elements.size() + "]";
                lines.put(at, parser.currentTokenLocation().getLineNr());
                elements.add(value(at));
            }
            return elements;
        }

        @SuppressWarnings("NullAway") // null stands for null
        private Object value(String place) throws IOException {
            if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                throw new JsonParseException(parser, "aliases are not understood", parser.currentTokenLocation());
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(place);
                case START_ARRAY -> array(place);
                case VALUE_STRING -> parser.getText();
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new JsonParseException(
                            parser, "unexpected " + parser.currentToken(), parser.currentTokenLocation());
            };
        }
    }
}
