package io.causalgrid.dashboard.state;

import java.time.Instant;

/**
 * One line of the list of recent events.
 *
 * @param id rises by one with each event
 * @param at when the dashboard heard of it
 * @param source the service it happened at
 * @param text a sentence; may contain keys from the store, so it is not HTML
 */
public record EventLine(long id, Instant at, String source, Kind kind, String text) {
    /** What sort of event it is. */
    public enum Kind {
        WRITE("write"),
        DELIVERY("delivery"),
        BUFFERING("buffering"),
        LINK("link"),
        SESSION("session"),
        CONTACT("contact");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As shown, and as a metric's label. */
        public String label() {
            return label;
        }
    }
}
