package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.wire.ClusterDocument;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one replica.
 *
 * @param document the latest it sent, kept while it is unreachable; null if it never sent any
 * @param changedAt for each origin, when the number of its writes applied here last changed
 */
public record Replica(
        String name, URI url, Contact contact, @Nullable ClusterDocument document, Map<String, Instant> changedAt) {
    public Replica {
        changedAt = Map.copyOf(changedAt);
    }

    static Replica unknown(String name, URI url) {
        return new Replica(name, url, new Contact.Connecting(), null, Map.of());
    }

    Replica reported(ClusterDocument newer, Instant at) {
        return new Replica(name, url, contact.answered(at), newer, changes(newer, at));
    }

    Replica lost(String why, Instant at) {
        return new Replica(name, url, contact.failed(at, why), document, changedAt);
    }

    /** The first document is not a change: nothing was shown before it. */
    private Map<String, Instant> changes(ClusterDocument newer, Instant at) {
        ClusterDocument older = document;
        if (older == null || older.vectorClock().equals(newer.vectorClock())) {
            return changedAt;
        }
        var changes = new LinkedHashMap<>(changedAt);
        for (var member : newer.members()) {
            if (!Objects.equals(older.applied(member.name()), newer.applied(member.name()))) {
                changes.put(member.name(), at);
            }
        }
        return changes;
    }
}
