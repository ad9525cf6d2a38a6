package io.causalgrid.kv.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.routing.Answer;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.Versions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Reads answers. A refusal becomes the exception that says what it means. */
final class Answers {
    private Answers() {}

    static Receipt receipt(Answer answer) {
        return receiptOf(answer.orRefusal(), answer.header("ETag").map(Answers::withoutQuotes));
    }

    static Receipt batchReceipt(Answer answer) {
        return receiptOf(answer, Optional.of(Documents.text(answer.orRefusal().document(), "version")));
    }

    static Optional<Receipt> receiptIfThere(Answer answer) {
        return answer.isAbsence() ? Optional.empty() : Optional.of(receipt(answer));
    }

    static boolean done(Answer answer) {
        return !answer.isAbsence() && answer.orRefusal().isSuccess();
    }

    static Optional<Entry> entry(Key key, Answer answer) {
        if (answer.isAbsence()) {
            return Optional.empty();
        }
        answer.orRefusal();
        String type = required(answer, "Content-Type");
        return Optional.of(new Entry(
                key,
                Value.of(type, answer.body()),
                withoutQuotes(required(answer, "ETag")),
                count(required(answer, "Version-Count")),
                answer.header("Expires-At").map(Documents::parse)));
    }

    static Optional<Versions> versions(Key key, Answer answer) {
        if (answer.isAbsence()) {
            return Optional.empty();
        }
        JsonNode document = answer.orRefusal().document();
        return Optional.of(
                new Versions(key, Documents.text(document, "etag"), list(document, "versions", Answers::version)));
    }

    static OptionalLong counter(Answer answer) {
        return answer.isAbsence() ? OptionalLong.empty() : OptionalLong.of(counterValue(answer));
    }

    static long counterValue(Answer answer) {
        JsonNode document = answer.orRefusal().document();
        return Documents.textIfAny(document, "largeValue") // beyond what every reader of JSON reads as it is
                .map(Long::parseLong)
                .orElseGet(() -> Documents.integer(document, "value"));
    }

    static Map<String, Entry> entriesByKey(Answer answer) {
        var entries = new LinkedHashMap<String, Entry>();
        for (JsonNode document : Documents.array(answer.orRefusal().document(), "entries")) {
            if (Documents.integer(document, "versions") > 0) {
                String key = Documents.text(document, "key");
                entries.put(key, entry(Key.of(key), document));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    static Page<KeyInfo> keys(Answer answer) {
        return page(
                answer,
                "keys",
                document -> new KeyInfo(Documents.text(document, "key"), Documents.text(document, "etag"), (int)
                        Documents.integer(document, "versions")));
    }

    static Page<Entry> entries(Answer answer) {
        return page(answer, "keys", document -> entry(Key.of(Documents.text(document, "key")), document));
    }

    static Page<Entry> fields(String map, Answer answer) {
        return page(answer, "fields", document -> entry(Key.field(map, Documents.text(document, "field")), document));
    }

    static Page<String> elements(Answer answer) {
        return page(answer, "elements", JsonNode::asText);
    }

    private static Receipt receiptOf(Answer answer, Optional<String> version) {
        OptionalInt replicas = answer.header("Replicas")
                .map(text -> OptionalInt.of(count(text)))
                .orElse(OptionalInt.empty());
        return new Receipt(version, replicas, !answer.isHeldByTooFew());
    }

    private static Entry entry(Key key, JsonNode document) {
        return new Entry(
                key,
                Documents.value(document),
                Documents.text(document, "etag"),
                (int) Documents.integer(document, "versions"),
                Documents.instantIfAny(document, "expiresAt"));
    }

    private static Version version(JsonNode document) {
        return new Version(
                Documents.text(document, "version"),
                Documents.value(document),
                Documents.instant(document, "timestamp"),
                Documents.instantIfAny(document, "expiresAt"));
    }

    private static <T> Page<T> page(Answer answer, String name, Function<JsonNode, T> reader) {
        JsonNode document = answer.orRefusal().document();
        return new Page<>(list(document, name, reader), Documents.textIfAny(document, "next"));
    }

    private static <T> List<T> list(JsonNode document, String name, Function<JsonNode, T> reader) {
        var items = new ArrayList<T>();
        Documents.array(document, name).forEach(item -> items.add(reader.apply(item)));
        return items;
    }

    private static String required(Answer answer, String header) {
        return answer.header(header)
                .orElseThrow(() -> new UnexpectedAnswerException("The answer lacks the header " + header, null));
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new UnexpectedAnswerException("The answer counts to " + text, null);
        }
        return Integer.parseInt(text);
    }

    private static String withoutQuotes(String etag) {
        return etag.replace("\"", "");
    }
}
