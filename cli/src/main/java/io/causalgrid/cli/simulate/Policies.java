package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.EarliestDeadline;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.FirstCome;
import io.causalgrid.grid.core.allocation.Horizon;
import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.allocation.Optimised;
import io.causalgrid.grid.core.simulation.NamedPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The policies by name. */
public final class Policies {

    /** No policy, but the bound that none can exceed. */
    public static final String OFFLINE = "offline";

    private final Map<String, Supplier<AllocationPolicy>> byName = new LinkedHashMap<>();

    /** @param horizon what the {@code horizon} policy weighs */
    public Policies(HorizonSettings horizon) {
        byName.put("first-come", FirstCome::new);
        byName.put("equal-share", EqualShare::new);
        byName.put("earliest-deadline", EarliestDeadline::new);
        byName.put("least-laxity", LeastLaxity::new);
        byName.put("optimised", Optimised::new);
        byName.put("horizon", () -> new Horizon(horizon));
    }

    /**
     * The policy of this name.
     *
     * @throws SimulationException when there is none
     */
    public NamedPolicy get(String name) {
        requireKnown(List.of(name));
        return new NamedPolicy(name, byName.getOrDefault(name, LeastLaxity::new).get());
    }

    /**
     * Checks names, those of policies and {@value #OFFLINE}.
     *
     * @throws SimulationException when one is unknown
     */
    public void requireKnown(List<String> names) {
        for (String name : names) {
            if (!byName.containsKey(name) && !name.equals(OFFLINE)) {
                throw new SimulationException("there is no policy %s; there are %s and %s"
                        .formatted(name, String.join(", ", byName.keySet()), OFFLINE));
            }
        }
    }
}
