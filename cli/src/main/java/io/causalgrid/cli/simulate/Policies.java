package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.UnknownPolicyException;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.simulation.NamedPolicy;
import java.util.List;
import java.util.stream.Stream;

/** The policies by name, and the bound on them all. */
public final class Policies {

    /** No policy, but the bound that none can exceed. */
    public static final String OFFLINE = "offline";

    private final KnownPolicy.Tools tools;

    /**
     * @param horizon what the {@code horizon} policy weighs
     * @param gridWatts what the {@code surplus} policy may take from the grid at any time
     */
    public Policies(HorizonSettings horizon, double gridWatts) {
        this.tools = new KnownPolicy.Tools(horizon, gridWatts, () -> Deadline.NONE);
    }

    /** All that can be simulated: the policies and {@value #OFFLINE}. */
    public static List<String> names() {
        return Stream.concat(KnownPolicy.ids().stream(), Stream.of(OFFLINE)).toList();
    }

    /**
     * The policy of this name.
     *
     * @throws SimulationException when there is none
     */
    public NamedPolicy get(String name) {
        return new NamedPolicy(name, known(name).make(tools));
    }

    /**
     * Checks names, those of policies and {@value #OFFLINE}.
     *
     * @throws SimulationException when one is unknown
     */
    public void requireKnown(List<String> names) {
        names.stream().filter(name -> !name.equals(OFFLINE)).forEach(Policies::known);
    }

    private static KnownPolicy known(String name) {
        try {
            return KnownPolicy.named(name);
        } catch (UnknownPolicyException e) {
            throw new SimulationException(e.getMessage() + "; and " + OFFLINE, e);
        }
    }
}
