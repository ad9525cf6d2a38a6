package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/**
 * Keeps promises, whatever the policy: what {@link Promises} finds that promised energy needs now is owed to its sessions, and
 * the policy divides the rest. Where charge points are told whole steps, what is owed is rounded up as far as the limits allow
 * and down where they do not. Where there is no promise it is the policy.
 *
 * <p>Fails with {@link PolicyFailedException} when the time to find out is up; use it within {@link FallingBack}.
 */
public final class PromisesFirst implements AllocationPolicy {
    private static final double ROUNDING_AMPS = 1e-6;

    private final AllocationPolicy policy;
    private final Supplier<Deadline> deadlines;

    /**
     * @param policy that divides what promises leave
     * @param deadlines asked once for each task with promises, for what these need
     */
    public PromisesFirst(AllocationPolicy policy, Supplier<Deadline> deadlines) {
        this.policy = policy;
        this.deadlines = deadlines;
    }

    @Override
    public TurnRule turnRule() {
        return policy.turnRule();
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        List<Demand> demands = task.demands();
        List<Integer> promised = new ArrayList<>();
        for (int i = 0; i < demands.size(); i++) {
            if (demands.get(i).promisedWattHours() > 0) {
                promised.add(i);
            }
        }
        if (promised.isEmpty()) {
            return policy.divide(task);
        }
        promised.sort(Comparator.comparing(i -> demands.get(i).deadline()));
        Demand[] owed = owed(task, promised);
        int[] positions = new int[task.network().connectors().size()];
        for (int i = 0; i < owed.length; i++) {
            positions[owed[i].connector()] = i;
        }
        return policy.divide(task.of(Arrays.asList(owed))).stream()
                .map(grant -> {
                    int position = positions[grant.demand().connector()];
                    return explained(grant, demands.get(position), owed[position]);
                })
                .toList();
    }

    /** The grant to the demand as it was asked; and if it is what promises need and no more, saying so. */
    private static Grant explained(Grant grant, Demand asked, Demand owed) {
        boolean isForPromise = owed.floorAmps() > asked.floorAmps()
                && grant.amps() <= owed.floorAmps() + ROUNDING_AMPS
                && grant.amps() < asked.ceilingAmps() - ROUNDING_AMPS;
        Reason reason = isForPromise ? Reason.PROMISED : grant.reason();
        return new Grant(asked, grant.amps(), reason, grant.bottleneck());
    }

    /**
     * The demands with floors of what their promises need.
     *
     * @param promised positions of those that have one, the first to fall due first
     */
    private Demand[] owed(AllocationTask task, List<Integer> promised) {
        Demand[] result = task.demands().toArray(new Demand[0]);
        double[] needed = needed(task, promised);
        Headroom headroom = Turns.withFloors(task.network(), task.limits(), task.demands());
        // Down first, for that fits together; rounded up at once, the first would take what the last need.
        List<ToDoubleBiFunction<Currents, Double>> roundings = List.of(Currents::floor, Currents::ceil);
        for (ToDoubleBiFunction<Currents, Double> rounded : roundings) {
            for (int i = 0; i < needed.length; i++) {
                int position = promised.get(i);
                double amps = rounded.applyAsDouble(currents(task, result[position]), needed[i]);
                raise(task, headroom, result, position, amps);
            }
        }
        return result;
    }

    private double[] needed(AllocationTask task, List<Integer> promised) {
        var promises = new Promises(task.network(), task.now(), deadlines.get());
        return promises.keeping(promised.stream()
                        .map(i -> task.demands().get(i).promised())
                        .toList())
                .orElseThrow(() ->
                        new PolicyFailedException("what " + promised.size() + " promises need was not found in time"));
    }

    /** Raises a floor to a current, or as far towards it as limits, the demand and the charge point allow. */
    private static void raise(AllocationTask task, Headroom headroom, Demand[] demands, int position, double amps) {
        Demand demand = demands[position];
        Currents currents = currents(task, demand);
        double wanted = Math.min(amps, demand.ceilingAmps());
        double room = demand.floorAmps() + headroom.most(demand.connector());
        double raised = wanted <= room ? wanted : currents.floor(room);
        if (raised > demand.floorAmps()) {
            headroom.add(demand.connector(), raised - demand.floorAmps());
            demands[position] = demand.withFloor(raised);
        }
    }

    private static Currents currents(AllocationTask task, Demand demand) {
        return task.network().connectors().get(demand.connector()).currents();
    }
}
