package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of its fair share each session has not had: what it would have been given if any current were possible, less what
 * it was given. It is kept in two ways. {@link #lacks} compares sessions anywhere, and is bounded to what a turn at full
 * power gives, so that no old debt keeps others waiting. {@link #behind} compares sessions at like connectors, and is exact:
 * of two of them that are there and would take the same, the difference of their energies is the difference of these numbers
 * for ever, since what all of them together lost is taken out. Confined to the allocator's thread.
 */
final class Balance {
    /** What makes connectors alike: the same limits see the same of them, and they can be told, and fall back to, the same. */
    private record Kind(List<Share> shares, double wattsPerAmp, Currents currents, double fallbackAmps) {}

    /** What a session was to have on average since the last division. */
    private record Fair(String sessionId, double watts) {}

    private final Duration turn;
    private final int[] kinds;
    private Network network;
    private int kindCount;
    private final double[] lacks;
    private final double[] behind;
    private final String[] sessions;
    private final @Nullable Fair[] fair;

    Balance(Network network, Duration turn) {
        int count = network.connectors().size();
        this.network = network;
        this.turn = turn;
        this.kinds = new int[count];
        this.lacks = new double[count];
        this.behind = new double[count];
        this.sessions = new String[count];
        this.fair = new Fair[count];
        Arrays.fill(sessions, "");
        use(network);
    }

    /** From now on connectors have the lines and the power that their vehicles use. */
    void use(Network changed) {
        network = changed;
        Map<Kind, Integer> known = new HashMap<>();
        for (int i = 0; i < kinds.length; i++) {
            Connector connector = network.connectors().get(i);
            var kind = new Kind(
                    network.shares(i), connector.wattsPerAmp(), connector.currents(), connector.fallbackAmps());
            kinds[i] = known.computeIfAbsent(kind, _ -> known.size());
        }
        kindCount = known.size();
    }

    int connectors() {
        return kinds.length;
    }

    /** Equal for connectors that are alike. */
    int kind(int connector) {
        return kinds[connector];
    }

    /** What a connector's session lacks, in watt-hours; negative when it has had more than its share. */
    double lacks(int connector) {
        return lacks[connector];
    }

    /** By how much a connector's session has had less than the others at like connectors, in watt-hours. */
    double behind(int connector) {
        return behind[connector];
    }

    /**
     * What a policy gives that is to make energies equal. Who is paused is not asked about, so that the others share all there
     * is; what rounding leaves over goes to the paused if it suffices. Remembers what the shares would be if any current were
     * possible.
     *
     * @param held the demands before turns, of which the fair shares are
     */
    List<Grant> divide(AllocationPolicy policy, AllocationTask task, List<Demand> held) {
        List<Demand> paused = new ArrayList<>();
        List<Demand> served = new ArrayList<>(task.demands().size());
        for (Demand demand : task.demands()) {
            double least = network.connectors().get(demand.connector()).minAmps();
            boolean isPaused = demand.floorAmps() == 0 && least > 0 && demand.ceilingAmps() > 0;
            (isPaused ? paused : served).add(demand);
        }
        // Whoever has had less comes first where shares are equal, and so gets the odd ampere.
        Comparator<Demand> order = Comparator.comparingDouble(demand -> -behind(demand.connector()));
        served.sort(order);
        paused.sort(order);
        List<Grant> grants = new ArrayList<>(policy.divide(task.of(served)));
        expect(paused.isEmpty() ? grants : policy.divide(task.of(held)));
        paused.forEach(demand -> grants.add(new Grant(demand, 0, Reason.WAITING_FOR_TURN)));
        return grants;
    }

    /** The shares that hold from now on. */
    private void expect(List<Grant> shares) {
        for (Grant share : shares) {
            int connector = share.demand().connector();
            fair[connector] = new Fair(share.sessionId(), share.watts(network));
            if (!sessions[connector].equals(share.sessionId())) {
                sessions[connector] = share.sessionId();
                lacks[connector] = 0;
                behind[connector] = 0;
            }
        }
    }

    /** What came of it: the currents that held since then. */
    void happened(List<Demand> demands, double[] ampsByConnector, Duration time) {
        double hours = Division.hours(time);
        double[] sums = new double[kindCount];
        int[] counts = new int[kindCount];
        List<Integer> settled = new ArrayList<>(demands.size());
        double[] missed = new double[kinds.length];
        for (Demand demand : demands) {
            int connector = demand.connector();
            Fair share = fair[connector];
            if (share != null && share.sessionId().equals(demand.sessionId())) {
                double amps = Math.min(ampsByConnector[connector], demand.ceilingAmps());
                missed[connector] = (share.watts() - network.watts(connector, amps)) * hours;
                sums[kinds[connector]] += missed[connector];
                counts[kinds[connector]]++;
                settled.add(connector);
            }
        }
        for (int connector : settled) {
            double most =
                    network.watts(connector, network.connectors().get(connector).maxAmps()) * Division.hours(turn);
            lacks[connector] = Math.clamp(lacks[connector] + missed[connector], -most, most);
            behind[connector] += missed[connector] - sums[kinds[connector]] / counts[kinds[connector]];
        }
    }
}
