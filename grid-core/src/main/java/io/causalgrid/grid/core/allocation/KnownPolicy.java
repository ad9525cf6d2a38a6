package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.optimisation.Deadline;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The policies that there are: what each is called, in configuration as on the command line, and how one is made. */
public enum KnownPolicy {
    FIRST_COME("in the order of arrival, each as much as it can use"),
    EQUAL_SHARE("the same power for all, as far as each can use it"),
    EARLIEST_DEADLINE("in the order of departure, each as much as it can use"),
    LEAST_LAXITY("in the order of the time to spare, each as much as it can use"),
    OPTIMISED("the most power now, that of the urgent weighing more"),
    HORIZON("a plan until the last departure, by prices"),
    SURPLUS("what the sun gives beyond the base load, and from the grid what cannot wait for it");

    private final String description;

    KnownPolicy(String description) {
        this.description = description;
    }

    /**
     * What policies are made with; those that need none of it make nothing of it.
     *
     * @param horizon what {@link #HORIZON} weighs
     * @param fullyServed from 0 to 1: how {@link #OPTIMISED} weighs sessions fully served against energy
     * @param gridWatts what {@link #SURPLUS} may take from the grid at any time
     * @param solverTime asked once for each division: how long a programme may take
     */
    public record Tools(HorizonSettings horizon, double fullyServed, double gridWatts, Supplier<Deadline> solverTime) {}

    /**
     * The policy of a name.
     *
     * @throws UnknownPolicyException if there is none; it says which there are
     */
    public static KnownPolicy named(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.id().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownPolicyException(name, ids()));
    }

    /** All names, for people. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(KnownPolicy::id).collect(Collectors.toUnmodifiableList());
    }

    /** Its name in configuration and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whom it serves, in a few words. */
    public String description() {
        return description;
    }

    public AllocationPolicy make(Tools tools) {
        return switch (this) {
            case FIRST_COME -> new FirstCome();
            case EQUAL_SHARE -> new EqualShare();
            case EARLIEST_DEADLINE -> new EarliestDeadline();
            case LEAST_LAXITY -> new LeastLaxity();
            case OPTIMISED -> new Optimised(tools.fullyServed(), tools.solverTime());
            case HORIZON -> new Horizon(tools.horizon(), tools.solverTime());
            case SURPLUS -> new Surplus(tools.gridWatts(), tools.solverTime());
        };
    }
}
