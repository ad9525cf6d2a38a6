package io.causalgrid.http.edge;

import io.causalgrid.http.problems.Problems;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client asks for behind the question mark. As a member that a document does not have, a parameter that a resource does
 * not know is refused: misspelt, it would otherwise be a wish that is not granted.
 */
public final class Query {
    private final Map<String, String> parameters;

    private Query(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads all of it; a 400 problem if it has a parameter that is not known, one twice, or text that is not UTF-8.
     *
     * @param known the names that it may have
     */
    public static Query of(HttpServerRequest request, Set<String> known) {
        String query = request.query();
        if (query == null || query.isEmpty()) {
            return new Query(Map.of());
        }
        if (query.indexOf(';') >= 0) { // which some take for an ampersand
            throw Problems.invalidRequest("A semicolon in a query has to be percent-encoded.");
        }
        var parameters = new LinkedHashMap<String, String>();
        for (String each : query.split("&", -1)) {
            int end = each.indexOf('=');
            String name = decode(end < 0 ? each : each.substring(0, end));
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
            if (end < 0) {
                throw Problems.invalidRequest("'" + name + "' is given without a value.");
            }
            String value = decode(each.substring(end + 1));
            if (parameters.put(name, value) != null) {
                throw Problems.invalidRequest("'" + name + "' is given more than once.");
            }
        }
        return new Query(parameters);
    }

    /** A 400 problem if the request has a query at all. */
    public static void none(HttpServerRequest request) {
        String query = request.query();
        if (query != null && !query.isEmpty()) {
            of(request, Set.of());
        }
    }

    /** The value of a parameter, if it is given. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    private static RuntimeException unknown(String name, Set<String> known) {
        return Problems.invalidRequest("There is no parameter '" + name + "' here; "
                + (known.isEmpty() ? "there is none." : "there are " + new TreeSet<>(known) + "."));
    }

    private static String decode(String raw) {
        return PercentEncoded.decode("the query", raw.replace('+', ' '));
    }
}
