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

    private final HorizonSettings horizon;
    private final List<Double> fullyServed;
    private final double gridWatts;

    /**
     * One policy to be replayed.
     *
     * @param name of the policy, or {@value #OFFLINE}
     * @param fullyServed how it weighs sessions fully served against energy, from 0 to 1; 0 where it does not
     */
    record Contender(String name, double fullyServed) {
        /** Its name in results: with what it weighs, where that is not the most energy. */
        String label() {
            return fullyServed == 0 ? name : name + " " + fullyServed;
        }

        boolean isBound() {
            return name.equals(OFFLINE);
        }
    }

    /**
     * @param horizon what the {@code horizon} policy weighs
     * @param fullyServed how the {@code optimised} policy weighs sessions fully served against energy, each from 0 to 1
     * @param gridWatts what the {@code surplus} policy may take from the grid at any time
     */
    public Policies(HorizonSettings horizon, List<Double> fullyServed, double gridWatts) {
        this.horizon = horizon;
        this.fullyServed = List.copyOf(fullyServed);
        this.gridWatts = gridWatts;
    }

    /** All that can be simulated: the policies and {@value #OFFLINE}. */
    public static List<String> names() {
        return Stream.concat(KnownPolicy.ids().stream(), Stream.of(OFFLINE)).toList();
    }

    /**
     * All that is to be replayed of these names: {@code optimised} once for each way to weigh.
     *
     * @throws SimulationException when one is unknown
     */
    List<Contender> contenders(List<String> names) {
        return names.stream().flatMap(this::contenders).toList();
    }

    private Stream<Contender> contenders(String name) {
        if (!name.equals(OFFLINE) && known(name) == KnownPolicy.OPTIMISED) {
            return fullyServed.stream().map(share -> new Contender(name, share));
        }
        return Stream.of(new Contender(name, 0));
    }

    /** One that has divided nothing yet. */
    NamedPolicy policy(Contender contender) {
        var tools = new KnownPolicy.Tools(horizon, contender.fullyServed(), gridWatts, () -> Deadline.NONE);
        return new NamedPolicy(contender.label(), known(contender.name()).make(tools));
    }

    private static KnownPolicy known(String name) {
        try {
            return KnownPolicy.named(name);
        } catch (UnknownPolicyException e) {
            throw new SimulationException(e.getMessage() + "; and " + OFFLINE, e);
        }
    }
}
