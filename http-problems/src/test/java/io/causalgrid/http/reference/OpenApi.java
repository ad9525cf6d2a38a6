package io.causalgrid.http.reference;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a service says of itself. */
final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private OpenApi() {}

    /**
     * The statuses of all requests, by their {@link #request names}.
     *
     * @param paths of the OpenAPI document
     */
    static Map<String, Set<String>> statuses(Map<String, Map<String, Object>> paths) {
        var requests = new TreeMap<String, Set<String>>();
        paths.forEach((path, operations) -> operations.forEach((method, described) -> {
            if (METHODS.contains(method) && described instanceof Map<?, ?> operation) {
                requests.put(
                        request(method.toUpperCase(Locale.ROOT), path, queryParameters(operation)),
                        operation.get("responses") instanceof Map<?, ?> responses
                                ? texts(responses.keySet().stream())
                                : Set.of());
            }
        }));
        return requests;
    }

    /** How a request is named when it is compared. */
    static String request(String method, String path, Set<String> queryParameters) {
        return method + " " + path + " " + queryParameters;
    }

    private static Set<String> queryParameters(Map<?, ?> operation) {
        return operation.get("parameters") instanceof Collection<?> parameters
                ? texts(parameters.stream()
                        .map(Map.class::cast)
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> parameter.get("name")))
                : Set.of();
    }

    private static Set<String> texts(Stream<?> all) {
        return all.map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }
}
