package io.causalgrid.kv.service.api;

import io.causalgrid.http.edge.PercentEncoded;
import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads names out of a request's path as it was sent. What the framework has decoded is of no use: a slash in a name and a
 * slash between two names would be the same, and bytes that are no UTF-8 would have become something else.
 */
final class PathNames {
    private PathNames() {}

    /** The name that is all that follows a prefix. */
    static String after(String prefix, HttpServerRequest request) {
        String path = path(request);
        if (!path.startsWith(prefix)) {
            throw detour();
        }
        return PercentEncoded.decode("the path", path.substring(prefix.length()));
    }

    /** The name that is one segment, counted from 1. */
    static String segment(int index, HttpServerRequest request) {
        String[] segments = path(request).split("/", -1);
        if (segments.length <= index || Arrays.stream(segments).skip(1).anyMatch(PathNames::isDetour)) {
            throw detour();
        }
        return PercentEncoded.decode("the path", segments[index]);
    }

    /** Such a path is routed by what it comes to; what is a name in it and what a step would be a guess. */
    private static HttpProblem detour() {
        return Problems.invalidRequest("The path has '.', '..' or nothing between two slashes.");
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNull(request.path(), "a request that was routed by its path");
    }

    private static boolean isDetour(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }
}
