package io.causalgrid.dashboard.board;

/** What is sent to a browser. */
public sealed interface Update {
    /**
     * Some panels look different.
     *
     * @param panelsJson the changed panels, a JSON object from name to HTML
     */
    record Changes(String panelsJson) implements Update {}

    /** Nothing changed, but the stream is alive. */
    record Heartbeat() implements Update {}
}
