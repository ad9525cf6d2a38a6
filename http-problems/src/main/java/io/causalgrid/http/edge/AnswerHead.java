package io.causalgrid.http.edge;

import io.vertx.core.MultiMap;

/** What a service puts into the head of each of its answers, also of those that it gives before a request is routed. */
public interface AnswerHead {
    /** Puts it there; on the event loop. */
    void putOn(MultiMap head);
}
