package io.causalgrid.systemtests.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The names of the series that running services serve to Prometheus.
 *
 * @param names as they stand at the beginning of a sample: a histogram counts with its {@code _bucket}, {@code _count}
 *     and {@code _sum}
 */
record ServedMetrics(Set<String> names) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * Asks every service once.
     *
     * @param metricsUrls the full addresses, such as {@code http://127.0.0.1:5000/metrics}
     * @throws AssertionError when one of them does not answer 200
     */
    static ServedMetrics scrape(List<URI> metricsUrls) {
        try (var http = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
            return new ServedMetrics(metricsUrls.stream()
                    .map(url -> parse(text(http, url)).names)
                    .flatMap(Set::stream)
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** Reads Prometheus' text format (version 0.0.4, and as much of OpenMetrics as has the same shape). */
    static ServedMetrics parse(String exposition) {
        return new ServedMetrics(exposition
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("[{\\s]", 2)[0])
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Those of the given metrics that no service serves, in alphabetical order. */
    Set<String> missing(Collection<String> named) {
        var missing = new TreeSet<>(named);
        missing.removeAll(names);
        return missing;
    }

    private static String text(HttpClient http, URI url) {
        try {
            var request = HttpRequest.newBuilder(url).timeout(LIMIT).build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(url + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(url + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while reading " + url, e);
        }
    }
}
