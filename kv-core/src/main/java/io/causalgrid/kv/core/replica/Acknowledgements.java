package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the other members have said that they hold durably, and when. From it follows what every one of them has, which
 * the log may forget. Used by one thread.
 */
public final class Acknowledgements {
    private final Duration retention;
    private final Instant start;
    private final Map<String, Heard> heard = new HashMap<>();

    private record Heard(VersionVector applied, Instant at) {}

    /**
     * Nothing is heard yet.
     *
     * @param retention how long a silent member holds the log back
     * @param start now
     */
    public Acknowledgements(Duration retention, Instant start) {
        this.retention = retention;
        this.start = start;
    }

    /** A member says what it has. It may be less than before: it may have lost its disk. */
    public void heard(String member, VersionVector applied, Instant at) {
        heard.put(member, new Heard(applied, at));
    }

    /**
     * What all other members have. Those that were silent for longer than the retention do not count; but at least one
     * must, or a site that is cut off would forget what nobody else has.
     *
     * @param others the names of the other members now
     * @param own what this site has
     */
    public VersionVector stable(Collection<String> others, VersionVector own, Instant now) {
        List<Heard> present = others.stream()
                .map(member -> heard.getOrDefault(member, new Heard(VersionVector.empty(), start)))
                .filter(member -> !member.at().plus(retention).isBefore(now))
                .toList();
        if (present.isEmpty() && !others.isEmpty()) {
            return VersionVector.empty();
        }
        return present.stream().map(Heard::applied).reduce(own, VersionVector::meet);
    }
}
