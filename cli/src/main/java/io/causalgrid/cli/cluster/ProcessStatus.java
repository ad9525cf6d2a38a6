package io.causalgrid.cli.cluster;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import io.causalgrid.cli.process.Role;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A process as {@code ./causalgrid status} shows it.
 *
 * @param pid null when it is stopped
 */
@JsonPropertyOrder({"name", "role", "pid", "url", "state"})
public record ProcessStatus(
        String name, Role role, @Nullable Long pid, URI url, State state) {

    /** How far a process is. */
    public enum State {
        /** It runs, and does not serve yet or at the moment. */
        STARTING("starting"),
        /** It serves. */
        READY("ready"),
        /** It does not run. */
        STOPPED("stopped");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The lower-case word users and JSON see. */
        @JsonValue
        public String label() {
            return label;
        }
    }
}
