package io.causalgrid.kv.client;

import io.causalgrid.kv.client.document.PercentEncoding;
import io.causalgrid.kv.client.routing.Request;
import io.causalgrid.kv.client.routing.Request.Repetition;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Condition;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Mutation;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Versions;
import io.causalgrid.kv.client.value.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The store's operations as requests, each with what may be repeated: see {@link Repetition}. Whether a session waits for the
 * answer or is told of it makes no difference here.
 */
final class Calls {
    private static final String VERSIONS = "application/vnd.causalgrid.versions+json";

    private Calls() {}

    static Call<Receipt> put(Key key, Value value, WriteOptions options) {
        Request request = write("PUT", path(key), options).body(value);
        return new Call<>(
                options.expiresIn()
                        .map(time -> request.header("Expires-In", Long.toString(time.toSeconds())))
                        .orElse(request),
                Answers::receipt);
    }

    static Call<Optional<Entry>> get(Key key) {
        return new Call<>(Request.get(path(key)), answer -> Answers.entry(key, answer));
    }

    static Call<Optional<Versions>> versions(Key key) {
        return new Call<>(Request.get(path(key)).header("Accept", VERSIONS), answer -> Answers.versions(key, answer));
    }

    static Call<Optional<Receipt>> delete(Key key, WriteOptions options) {
        if (options.expiresIn().isPresent()) {
            throw new IllegalArgumentException("what is deleted does not expire");
        }
        return new Call<>(write("DELETE", path(key), options), Answers::receiptIfThere);
    }

    static Call<Page<KeyInfo>> keys(String prefix, PageRequest page) {
        return new Call<>(Request.get(listing(prefix, page)), Answers::keys);
    }

    static Call<Page<Entry>> entries(String prefix, PageRequest page) {
        return new Call<>(Request.get(listing(prefix, page) + "&values=true"), Answers::entries);
    }

    static Call<Receipt> write(Batch batch, WriteOptions options) {
        if (options.isConditional() || options.expiresIn().isPresent()) {
            throw new IllegalArgumentException(
                    "conditions and expiry belong to a batch's keys, not to the whole of it");
        }
        boolean collapses = collapses(options) && batch.mutations().stream().allMatch(Calls::collapses);
        Request request =
                Request.of("POST", "/v1/batch/write", repetition(collapses)).body(BatchDocument.of(batch));
        return new Call<>(wholeCall(request, options), Answers::batchReceipt);
    }

    static Call<Map<String, Entry>> read(List<String> keys) {
        Request request =
                Request.of("POST", "/v1/batch/read", Repetition.ANYWHERE).body(BatchDocument.ofKeys(keys));
        return new Call<>(request, Answers::entriesByKey);
    }

    static Call<Long> addToCounter(String counter, long delta) {
        Request request = Request.of("POST", counter(counter) + "/add", Repetition.SAME_SITE)
                .body(BatchDocument.ofDelta(delta));
        return new Call<>(request, Answers::counterValue);
    }

    static Call<OptionalLong> counterValue(String counter) {
        return new Call<>(Request.get(counter(counter)), Answers::counter);
    }

    static Call<Boolean> deleteCounter(String counter) {
        return new Call<>(Request.of("DELETE", counter(counter), Repetition.SAME_SITE), Answers::done);
    }

    static Call<Receipt> addElement(String set, String element) {
        return new Call<>(Request.of("PUT", element(set, element), Repetition.COLLAPSES), Answers::receipt);
    }

    static Call<Boolean> removeElement(String set, String element) {
        return new Call<>(Request.of("DELETE", element(set, element), Repetition.COLLAPSES), Answers::done);
    }

    static Call<Boolean> hasElement(String set, String element) {
        return new Call<>(Request.get(element(set, element)), Answers::done);
    }

    static Call<Page<String>> elements(String set, PageRequest page) {
        return new Call<>(
                Request.get("/v1/sets/" + PercentEncoding.segment(set) + "?" + query(page)), Answers::elements);
    }

    static Call<Page<Entry>> fields(String map, PageRequest page) {
        return new Call<>(
                Request.get("/v1/maps/" + PercentEncoding.segment(map) + "?" + query(page)),
                answer -> Answers.fields(map, answer));
    }

    private static boolean collapses(Mutation mutation) {
        return switch (mutation) {
            case Mutation.Put put -> collapses(put.options());
            case Mutation.Delete delete -> collapses(delete.options());
            case Mutation.AddElement _, Mutation.RemoveElement _ -> true;
            case Mutation.AddToCounter _ -> false;
        };
    }

    /** A condition is judged by what one site sees; another site may see it differently, the first try included. */
    private static boolean collapses(WriteOptions options) {
        return !options.isConditional() && !options.onlyAtFirstReplica();
    }

    private static Request write(String method, String path, WriteOptions options) {
        var repetition = repetition(collapses(options));
        return wholeCall(conditional(Request.of(method, path, repetition), options.condition()), options);
    }

    private static Repetition repetition(boolean collapses) {
        return collapses ? Repetition.COLLAPSES : Repetition.SAME_SITE;
    }

    private static Request conditional(Request request, Condition condition) {
        return switch (condition) {
            case Condition.None _ -> request;
            case Condition.Matches(String etag) -> request.header("If-Match", '"' + etag + '"');
            case Condition.Present _ -> request.header("If-Match", "*");
            case Condition.Absent _ -> request.header("If-None-Match", "*");
            case Condition.Replaces _ ->
                throw new IllegalArgumentException("only a mutation of a batch says which versions it replaces");
        };
    }

    private static Request wholeCall(Request request, WriteOptions options) {
        Request named = options.requestId().map(request::id).orElse(request);
        return options.durability()
                .map(asked -> named.header("Min-Replicas", Integer.toString(asked.replicas()))
                        .patience(asked.patience()))
                .orElse(named);
    }

    private static String path(Key key) {
        return switch (key) {
            case Key.Plain(String name) -> "/v1/kv/" + PercentEncoding.segment(name);
            case Key.Field(String map, String field) ->
                "/v1/maps/" + PercentEncoding.segment(map) + "/fields/" + PercentEncoding.segment(field);
        };
    }

    private static String counter(String name) {
        return "/v1/counters/" + PercentEncoding.segment(name);
    }

    private static String element(String set, String element) {
        return "/v1/sets/" + PercentEncoding.segment(set) + "/elements/" + PercentEncoding.segment(element);
    }

    private static String listing(String prefix, PageRequest page) {
        return "/v1/kv?prefix=" + PercentEncoding.query(prefix) + "&" + query(page);
    }

    private static String query(PageRequest page) {
        return "limit=" + page.limit()
                + page.after()
                        .map(name -> "&after=" + PercentEncoding.query(name))
                        .orElse("");
    }
}
