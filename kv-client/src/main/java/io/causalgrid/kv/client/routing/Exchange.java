package io.causalgrid.kv.client.routing;

import java.net.http.HttpResponse;

/** What came of sending one request once. */
public sealed interface Exchange<T> {

    /** An answer came. */
    record Answered<T>(HttpResponse<T> response) implements Exchange<T> {}

    /** Nothing was sent, since there was no connection. */
    record Unreached<T>(String reason) implements Exchange<T> {}

    /** The connection broke: the request may have arrived. */
    record Broken<T>(String reason) implements Exchange<T> {}

    /** No answer came in time: the request may have arrived. */
    record Late<T>(String reason) implements Exchange<T> {}
}
