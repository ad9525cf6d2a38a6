package io.causalgrid.kv.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.document.PercentEncoding;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Condition;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Mutation;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import java.util.Base64;
import java.util.List;

/** Batches in the store's JSON. Values go as Base64, since not all bytes are text. */
final class BatchDocument {
    private BatchDocument() {}

    static Value of(Batch batch) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        var mutations = document.putArray("mutations");
        batch.mutations().forEach(mutation -> mutations.add(of(mutation)));
        return json(document);
    }

    static Value ofKeys(List<String> keys) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        var array = document.putArray("keys");
        keys.forEach(key -> array.add(PercentEncoding.name(key)));
        return json(document);
    }

    static Value ofDelta(long delta) {
        return json(JsonNodeFactory.instance.objectNode().put("delta", delta));
    }

    private static Value json(ObjectNode document) {
        return Value.of("application/json", Documents.write(document));
    }

    private static ObjectNode of(Mutation mutation) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        switch (mutation) {
            case Mutation.Put(Key key, Value value, WriteOptions options) -> {
                name(document, key);
                document.put("valueBase64", Base64.getEncoder().encodeToString(value.bytes()));
                document.put("contentType", value.contentType());
                options(document, options);
            }
            case Mutation.Delete(Key key, WriteOptions options) -> {
                name(document, key);
                document.put("delete", true);
                options(document, options);
            }
            case Mutation.AddElement(String set, String element) ->
                document.put("set", PercentEncoding.name(set)).put("element", PercentEncoding.name(element));
            case Mutation.RemoveElement(String set, String element) ->
                document.put("set", PercentEncoding.name(set))
                        .put("element", PercentEncoding.name(element))
                        .put("delete", true);
            case Mutation.AddToCounter(String counter, long delta) ->
                document.put("counter", PercentEncoding.name(counter)).put("add", delta);
        }
        return document;
    }

    private static void name(ObjectNode document, Key key) {
        switch (key) {
            case Key.Plain(String name) -> document.put("key", PercentEncoding.name(name));
            case Key.Field(String map, String field) ->
                document.put("map", PercentEncoding.name(map)).put("field", PercentEncoding.name(field));
        }
    }

    private static void options(ObjectNode document, WriteOptions options) {
        switch (options.condition()) {
            case Condition.None _ -> {}
            case Condition.Matches(String etag) -> document.put("ifMatch", etag);
            case Condition.Present _ -> document.put("ifMatch", "*");
            case Condition.Absent _ -> document.put("ifNoneMatch", "*");
            case Condition.Replaces(List<String> versions) -> {
                var replaces = document.putArray("replaces");
                versions.forEach(replaces::add);
            }
        }
        options.expiresIn().ifPresent(time -> document.put("expiresIn", time.toSeconds()));
    }
}
