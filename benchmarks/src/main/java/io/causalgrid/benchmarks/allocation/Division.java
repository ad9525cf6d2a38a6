package io.causalgrid.benchmarks.allocation;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocationTask;
import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.FallingBack;
import io.causalgrid.grid.core.allocation.FirstCome;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.allocation.ObedientPlant;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is measured: a policy by itself, and a whole step of the allocator with charge points that answer at once. */
@State(Scope.Benchmark)
public class Division {
    private static final long SEED = 5;

    @Param({"1000", "10000", "100000"})
    public int sessions;

    @Param({"first-come", "earliest-deadline", "least-laxity", "equal-share", "optimised"})
    public String policy = "";

    private AllocationPolicy dividing = new FirstCome();
    private AllocationTask task = new FourLevels(new Random(SEED)).task(Network.of(List.of(), List.of()));
    private List<Demand> demands = List.of();
    private ObedientPlant plant = plant(task.network());
    private Instant now = FourLevels.NOW;

    /** Makes the network and the sessions. */
    @Setup
    public void setUp() {
        var tools = new KnownPolicy.Tools(
                AllocationDefaults.HORIZON, AllocationDefaults.FULLY_SERVED, 0, Division::solverTime);
        dividing = new FallingBack(KnownPolicy.named(policy).make(tools), new LeastLaxity());
        var levels = new FourLevels(new Random(SEED));
        task = levels.task(levels.network(sessions));
        demands = task.demands();
        plant = plant(task.network());
    }

    /** The policy alone, with any current. */
    @Benchmark
    public List<Grant> policyAlone() {
        return dividing.divide(task);
    }

    /** All stages, with currents of 0 or 6 to 32 A; time goes on, so that laxities and leases change. */
    @Benchmark
    public List<Grant> wholeStep() {
        now = now.plusSeconds(5);
        return plant.allocate(demands, now, Duration.ofSeconds(5));
    }

    /** As in a service; what does not get ready in time is divided by least laxity, which costs its time too. */
    private static Deadline solverTime() {
        return Deadline.in(Duration.ofMillis(AllocationDefaults.SOLVER_MILLIS), InstantSource.system());
    }

    private ObedientPlant plant(Network network) {
        AllocatorSettings settings = AllocationDefaults.allocator(OrderSettings.exact(Duration.ofMinutes(1)));
        return new ObedientPlant(
                new Allocator(dividing, settings, network), network.connectors().size());
    }
}
