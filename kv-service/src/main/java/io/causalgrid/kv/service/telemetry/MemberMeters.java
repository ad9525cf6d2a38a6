package io.causalgrid.kv.service.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Meters of which there is a set for each member: they come and go with their member. */
final class MemberMeters {
    private final MeterRegistry registry;
    private final Function<String, List<Meter>> register;
    private final Map<String, List<Meter>> meters = new HashMap<>();

    /** @param register registers the meters of a member */
    MemberMeters(MeterRegistry registry, Function<String, List<Meter>> register) {
        this.registry = registry;
        this.register = register;
    }

    /** Makes the meters those of these members. */
    synchronized void adapt(Collection<String> members) {
        var gone = new HashSet<>(meters.keySet());
        members.forEach(gone::remove);
        gone.forEach(member -> meters.getOrDefault(member, List.of()).forEach(registry::remove));
        meters.keySet().removeAll(gone);
        members.forEach(member -> meters.computeIfAbsent(member, register));
    }
}
