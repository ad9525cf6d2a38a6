package io.causalgrid.kv.client.routing;

import io.causalgrid.kv.client.value.Value;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of whichever endpoint will answer.
 *
 * @param path and query, encoded
 * @param patience how long a replica is asked to wait for other replicas; zero for not at all
 * @param id of a write whose caller has one for it; any other write gets one
 */
public record Request(
        String method,
        String path,
        List<Header> headers,
        BodyPublisher body,
        Repetition repetition,
        Duration patience,
        Optional<String> id) {

    /** What may be done when an answer was lost. */
    public enum Repetition {
        /** A read: ask anyone. */
        ANYWHERE,
        /** A write that collapses with its repetition at another site: the same site first, then others. */
        COLLAPSES,
        /** A write that only the site which was asked first can tell from its repetition. */
        SAME_SITE
    }

    /** One header. */
    public record Header(String name, String value) {}

    public Request {
        headers = List.copyOf(headers);
    }

    /** A read. */
    public static Request get(String path) {
        return new Request(
                "GET", path, List.of(), BodyPublishers.noBody(), Repetition.ANYWHERE, Duration.ZERO, Optional.empty());
    }

    /** A request with another method. */
    public static Request of(String method, String path, Repetition repetition) {
        return new Request(
                method, path, List.of(), BodyPublishers.noBody(), repetition, Duration.ZERO, Optional.empty());
    }

    /** With that header too. */
    public Request header(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Request(method, path, more, body, repetition, patience, id);
    }

    /** With that body and its type. */
    public Request body(Value value) {
        var publisher = BodyPublishers.ofByteArray(value.bytes());
        return new Request(method, path, headers, publisher, repetition, patience, id)
                .header("Content-Type", value.contentType());
    }

    /** Asks the replica to wait so long for others. */
    public Request patience(Duration time) {
        return new Request(method, path, headers, body, repetition, time, id);
    }

    /** Under that id. */
    public Request id(String name) {
        return new Request(method, path, headers, body, repetition, patience, Optional.of(name));
    }

    boolean isWrite() {
        return repetition != Repetition.ANYWHERE;
    }
}
