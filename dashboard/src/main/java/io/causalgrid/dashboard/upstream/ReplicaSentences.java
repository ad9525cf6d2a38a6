package io.causalgrid.dashboard.upstream;

import io.causalgrid.dashboard.wire.ReplicaEvent;
import java.util.List;
import java.util.stream.Collectors;

/** Says a replica's events in words. The text may contain keys from the store, so it is not HTML. */
final class ReplicaSentences {
    private static final int KEY_CHARS_MAX = 60;

    private ReplicaSentences() {}

    static String of(ReplicaEvent.Write write) {
        return "accepted a write of " + quoted(write.key()) + ", clock " + clock(write.vectorClock());
    }

    static String of(ReplicaEvent.Delivery delivery) {
        return "delivered " + named(delivery.origin(), delivery.sequence()) + " of " + quoted(delivery.key())
                + ", clock " + clock(delivery.vectorClock());
    }

    static String of(ReplicaEvent.Buffering buffering) {
        String cause = buffering.missing().isEmpty()
                ? "an earlier write"
                : "a write of " + String.join(", ", buffering.missing());
        return "holds back " + named(buffering.origin(), buffering.sequence()) + " of " + quoted(buffering.key())
                + " until " + cause + " arrives";
    }

    static String of(ReplicaEvent.Link link) {
        String delay = link.delayMillis() > 0 ? ", delayed by " + link.delayMillis() + " ms" : "";
        String state = link.cut() ? "cut" : link.state().replace('-', ' ');
        return "link to " + link.peer() + " is " + state + delay;
    }

    private static String named(String origin, long sequence) {
        return origin + "\u2019s write #" + sequence;
    }

    private static String quoted(String key) {
        return "\u201c" + Shortened.text(key, KEY_CHARS_MAX) + "\u201d";
    }

    private static String clock(List<Long> entries) {
        return entries.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
