package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches all the time what the processes of one substation let vehicles draw, and which sessions of a key live. A process that
 * does not answer counts with what it showed last: its charge points go on with what they were told.
 *
 * <p>A charge point obeys the newest owner that it has heard of. The simulated ones are in their owner's process and hear of no
 * other, so what counts at a connector is what the newest owner shows that has ever shown something there.
 */
final class PowerWatch implements AutoCloseable {
    private static final int VIOLATIONS_MAX = 5;
    private static final double ROUNDING_WATTS = 1;

    /** What one process showed of a session. */
    private record Shown(String id, int connector, String vehicle, double kw) {}

    private final Owners owners;
    private final double limitKw;
    private final Map<String, List<Shown>> last = new HashMap<>();
    private final Map<String, Long> claims = new HashMap<>();
    /** The connectors that the owner with each claim has ever had a session at. */
    private final Map<Long, Set<Integer>> told = new HashMap<>();

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final Lookouts lookouts;

    PowerWatch(Owners owners, double limitKw) {
        this.owners = owners;
        this.limitKw = limitKw;
        this.lookouts = new Lookouts(owners.processes(), this::look);
    }

    /** Stops watching. What was seen must have been right, and something must have been seen. */
    @Override
    public void close() {
        lookouts.close();
        assertThat(violations).isEmpty();
        assertThat(looks.get()).as("looks").isPositive();
    }

    private void look(String process) {
        Optional<JsonNode> load = owners.load(process);
        if (load.isEmpty()) {
            forget(process);
            return;
        }
        double watts = load.get().path("powerWatts").asDouble();
        require(watts <= limitKw * 1_000 + ROUNDING_WATTS, process + " grants " + watts + " W");
        String instance = load.get().path("instance").asText();
        long claim = Long.parseLong(instance.substring(instance.lastIndexOf('-') + 1));
        Optional<List<Shown>> shown = grants(process);
        // Sessions are shown one by one. What is the same when it is looked at again was so at one moment in between.
        if (shown.isPresent() && shown.equals(grants(process))) {
            saw(process, claim, shown.get());
        }
    }

    private Optional<List<Shown>> grants(String process) {
        return owners.charging(process).map(sessions -> sessions.valueStream()
                .map(session -> new Shown(
                        session.path("id").asText(),
                        session.path("connector").asInt(),
                        session.path("vehicleId").asText(),
                        session.path("grantedKw").asDouble()))
                .toList());
    }

    private synchronized void forget(String process) {
        last.remove(process);
        claims.remove(process);
    }

    private synchronized void saw(String process, long claim, List<Shown> shown) {
        boolean isOld = claims.values().stream().anyMatch(other -> other > claim);
        List<Shown> before = last.put(process, shown);
        claims.put(process, claim);
        shown.forEach(
                session -> told.computeIfAbsent(claim, _ -> new HashSet<>()).add(session.connector()));
        looks.incrementAndGet();
        if (isOld && before != null) {
            requireNothingRaised(process, before, shown);
        }
        requireWithinLimit();
        requireOneSessionOfEachKey();
    }

    private void requireNothingRaised(String process, List<Shown> before, List<Shown> after) {
        Map<String, Double> earlier = new HashMap<>();
        before.forEach(session -> earlier.put(session.id(), session.kw()));
        after.forEach(session -> require(
                session.kw() <= earlier.getOrDefault(session.id(), 0.0),
                process + " has been succeeded, and raises " + session + " from " + earlier.get(session.id())));
    }

    private void requireWithinLimit() {
        Map<Integer, Double> atConnectors = new HashMap<>();
        claims.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(owner -> {
            told.getOrDefault(owner.getValue(), Set.of()).forEach(connector -> atConnectors.put(connector, 0.0));
            last.getOrDefault(owner.getKey(), List.of())
                    .forEach(session -> atConnectors.put(session.connector(), session.kw()));
        });
        double kw =
                atConnectors.values().stream().mapToDouble(Double::doubleValue).sum();
        require(kw <= limitKw + Drivers.rounding(atConnectors.size()), "all together draw " + kw + " kW: " + last);
    }

    private void requireOneSessionOfEachKey() {
        Map<String, String> sessions = new TreeMap<>();
        last.values()
                .forEach(shown -> shown.forEach(session -> {
                    String other = sessions.putIfAbsent(session.vehicle(), session.id());
                    require(other == null || other.equals(session.id()), session + " lives beside " + other);
                }));
    }

    private void require(boolean isTrue, String violation) {
        if (!isTrue && violations.size() < VIOLATIONS_MAX) {
            violations.add(violation);
        }
    }
}
