package io.causalgrid.cli.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;

/** Reads the mutations of a batch, in the form that {@code POST /v1/batch/write} has. */
public final class Mutations {

    private static final Set<String> OF_KEYS = Set.of(
            "key",
            "map",
            "field",
            "value",
            "valueBase64",
            "delete",
            "contentType",
            "ifMatch",
            "ifNoneMatch",
            "expiresIn");
    private static final Set<String> OF_SETS = Set.of("set", "element", "delete");
    private static final Set<String> OF_COUNTERS = Set.of("counter", "add");

    private Mutations() {}

    /**
     * Reads all there is: one document with {@code mutations}, one array of mutations, or one mutation after another, such as
     * one a line. Throws {@link KvException} if it is anything else; the text says which mutation, counted from 1.
     */
    public static Batch read(InputStream in) throws IOException {
        var batch = new Batch();
        int count = 0;
        try (var documents = JsonMembers.JSON.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                for (JsonNode mutation : mutationsIn(document, count)) {
                    count++;
                    add(mutation, batch);
                }
            }
        } catch (JsonProcessingException e) {
            throw new KvException(
                    "Mutation " + (count + 1) + " is not JSON: " + Shown.oneLine(e.getOriginalMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new KvException("Mutation " + count + ": " + e.getMessage(), e);
        }
        if (count == 0) {
            throw new KvException("There is no mutation to make");
        }
        return batch;
    }

    private static Iterable<JsonNode> mutationsIn(JsonNode document, int before) {
        boolean isWhole = before == 0 && document.has("mutations");
        if (isWhole) {
            JsonMembers.expectOnly(document, Set.of("mutations"));
            return document.path("mutations");
        }
        return before == 0 && document.isArray() ? document : Set.of(document);
    }

    private static void add(JsonNode mutation, Batch batch) {
        if (mutation.has("counter")) {
            JsonMembers.expectOnly(mutation, OF_COUNTERS);
            long delta = JsonMembers.integerIfAny(mutation, "add")
                    .orElseThrow(() -> new IllegalArgumentException("the member 'add' is missing"));
            var _ = batch.addToCounter(JsonMembers.name(mutation, "counter"), delta);
        } else if (mutation.has("set")) {
            addElement(mutation, batch);
        } else {
            addKey(mutation, batch);
        }
    }

    private static void addElement(JsonNode mutation, Batch batch) {
        JsonMembers.expectOnly(mutation, OF_SETS);
        String set = JsonMembers.name(mutation, "set");
        String element = JsonMembers.name(mutation, "element");
        var _ = JsonMembers.isTrue(mutation, "delete")
                ? batch.removeElement(set, element)
                : batch.addElement(set, element);
    }

    private static void addKey(JsonNode mutation, Batch batch) {
        JsonMembers.expectOnly(mutation, OF_KEYS);
        Key key = key(mutation);
        WriteOptions options = options(mutation);
        if (!JsonMembers.isTrue(mutation, "delete")) {
            var _ = batch.put(key, JsonForms.value(mutation), options);
        } else if (mutation.has("value") || mutation.has("valueBase64") || mutation.has("contentType")) {
            throw new IllegalArgumentException("what is deleted gets no value");
        } else {
            var _ = batch.delete(key, options);
        }
    }

    private static Key key(JsonNode mutation) {
        if (mutation.has("map") == mutation.has("key")) {
            throw new IllegalArgumentException(
                    "one of 'key', 'map' with 'field', 'set' and 'counter' says what is changed");
        }
        return mutation.has("map")
                ? Key.field(JsonMembers.name(mutation, "map"), JsonMembers.name(mutation, "field"))
                : Key.of(JsonMembers.name(mutation, "key"));
    }

    private static WriteOptions options(JsonNode mutation) {
        if (mutation.has("ifMatch") && mutation.has("ifNoneMatch")) {
            throw new IllegalArgumentException("'ifMatch' and 'ifNoneMatch' exclude each other");
        }
        WriteOptions options = WriteOptions.none();
        var ifMatch = JsonMembers.textIfAny(mutation, "ifMatch");
        if (ifMatch.isPresent()) {
            options = ifMatch.get().equals("*") ? options.ifPresent() : options.ifMatch(ifMatch.get());
        }
        var ifNoneMatch = JsonMembers.textIfAny(mutation, "ifNoneMatch");
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().equals("*")) {
                throw new IllegalArgumentException("'ifNoneMatch' can only be \"*\"");
            }
            options = options.ifAbsent();
        }
        var expiresIn = JsonMembers.integerIfAny(mutation, "expiresIn");
        return expiresIn.isPresent() ? options.expiresIn(Duration.ofSeconds(expiresIn.get())) : options;
    }
}
