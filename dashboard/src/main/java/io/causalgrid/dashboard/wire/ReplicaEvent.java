package io.causalgrid.dashboard.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One event of a replica's stream ({@code GET /v1/cluster/events}), told apart by its member {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = ReplicaEvent.Unknown.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReplicaEvent.Cluster.class, name = "cluster"),
    @JsonSubTypes.Type(value = ReplicaEvent.Write.class, name = "write"),
    @JsonSubTypes.Type(value = ReplicaEvent.Delivery.class, name = "delivery"),
    @JsonSubTypes.Type(value = ReplicaEvent.Buffering.class, name = "buffering"),
    @JsonSubTypes.Type(value = ReplicaEvent.Link.class, name = "link")
})
public sealed interface ReplicaEvent {
    /** The whole of {@code /v1/cluster}, again after each change. */
    record Cluster(@Nullable ClusterDocument cluster) implements ReplicaEvent {}

    /** A client's write was accepted here. */
    record Write(String key, List<Long> vectorClock) implements ReplicaEvent {
        public Write {
            key = Objects.requireNonNullElse(key, "");
            vectorClock = vectorClock == null ? List.of() : List.copyOf(vectorClock);
        }
    }

    /** Another replica's write was applied here. */
    record Delivery(String origin, long sequence, String key, List<Long> vectorClock) implements ReplicaEvent {
        public Delivery {
            origin = Objects.requireNonNullElse(origin, "?");
            key = Objects.requireNonNullElse(key, "");
            vectorClock = vectorClock == null ? List.of() : List.copyOf(vectorClock);
        }
    }

    /** Another replica's write arrived before a cause of it, and waits. */
    record Buffering(String origin, long sequence, String key, List<String> missing) implements ReplicaEvent {
        public Buffering {
            origin = Objects.requireNonNullElse(origin, "?");
            key = Objects.requireNonNullElse(key, "");
            missing = missing == null ? List.of() : List.copyOf(missing);
        }
    }

    /** The link to a peer changed. */
    record Link(String peer, String state, boolean cut, long delayMillis) implements ReplicaEvent {
        public Link {
            peer = Objects.requireNonNullElse(peer, "?");
            state = Objects.requireNonNullElse(state, "unknown");
        }
    }

    /** A type this dashboard has not learnt yet. */
    record Unknown() implements ReplicaEvent {}
}
