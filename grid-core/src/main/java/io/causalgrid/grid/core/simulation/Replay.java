package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.allocation.ObedientPlant;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.allocation.Promises;
import io.causalgrid.grid.core.allocation.PromisesFirst;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.plant.Habit;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Foresight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Replays a scenario, event by event: power is divided at each arrival and departure, at each change of a limit or of the
 * price, when a vehicle is served, and at the end of each step, and what is granted holds until the next of these. All charge
 * points obey at once; vehicles behave, and are known, as the scenario says. The same scenario and policy give the same run, but
 * for the milliseconds. Confined to one thread.
 */
public final class Replay {
    /** Who obeys at once is told anew before anything changes, so that no order need hold for longer than an instant. */
    private static final OrderSettings ORDERS = OrderSettings.exact(Duration.ofMillis(1));

    private static final double GRAMS_A_KILOGRAM = 1_000;
    private static final int TOLD_TIMES = 1_000;
    private static final double WATTS_A_KILOWATT = 1_000;
    private static final double MILLIS_AN_HOUR = 3.6e6;
    /** Longer than any step. */
    private static final double HOURS_FAR = 1e6;

    private final Scenario scenario;
    private final Network network;
    private final Allocator allocator;
    private final ObedientPlant plant;
    private final LongSupplier nanoTime;
    private final Violations violations;
    /** Limits on the power of all connectors together. */
    private final List<Integer> totals;

    private final List<Vehicle> present = new ArrayList<>();
    private final List<Run.Outcome> outcomes = new ArrayList<>();
    private final List<Run.Load> load = new ArrayList<>();
    private final List<Double> tickMillis = new ArrayList<>();
    private int nextArrival;
    private long violated;
    private double gridWattHours;
    private double grams;

    private Replay(Scenario scenario, AllocationPolicy policy, LongSupplier nanoTime) {
        this.scenario = scenario;
        this.network = scenario.network();
        var settings = new AllocatorSettings(
                scenario.settings().turn(), scenario.settings().patience(), ORDERS);
        AllocationPolicy dividing = scenario.promises() ? new PromisesFirst(policy, () -> Deadline.NONE) : policy;
        this.allocator = new Allocator(dividing, settings, network);
        this.plant = new ObedientPlant(allocator, network.connectors().size());
        this.nanoTime = nanoTime;
        this.violations = new Violations(network);
        this.totals = network.powerLimits();
    }

    /**
     * Replays.
     *
     * @param policy asked at each division
     * @param nanoTime measures how long divisions take
     * @param progress told now and then what share of the sessions has left
     */
    public static Run of(Scenario scenario, NamedPolicy policy, LongSupplier nanoTime, DoubleConsumer progress) {
        var replay = new Replay(scenario, policy.policy(), nanoTime);
        replay.run(progress);
        return new Run(policy.name(), replay.outcomes, replay.load, replay.violated, replay.bill(), replay.tickMillis);
    }

    private void run(DoubleConsumer progress) {
        int count = scenario.sessions().size();
        Instant now = scenario.start();
        int told = 0;
        while (outcomes.size() < count) {
            depart(now);
            arrive(now);
            if (present.isEmpty() && nextArrival < count) {
                now = scenario.sessions().get(nextArrival).arrival();
                arrive(now);
            }
            Instant next = nextEvent(now);
            now = present.isEmpty() ? next : charge(now, next);
            if (outcomes.size() >= told) {
                progress.accept((double) outcomes.size() / count);
                told = outcomes.size() + Math.max(1, count / TOLD_TIMES);
            }
        }
    }

    private void depart(Instant now) {
        present.removeIf(vehicle -> {
            boolean leaves = !vehicle.session().departure().isAfter(now);
            if (leaves) {
                outcomes.add(vehicle.outcome());
            }
            return leaves;
        });
    }

    private void arrive(Instant now) {
        List<RecordedSession> sessions = scenario.sessions();
        while (nextArrival < sessions.size()
                && !sessions.get(nextArrival).arrival().isAfter(now)) {
            RecordedSession session = sessions.get(nextArrival++);
            int position = network.connector(session.connector()).orElseThrow();
            Habit habit = scenario.conduct().habit(session);
            var stay = new Vehicle.Stay(session, network.connectors().get(position), position, habit);
            var vehicle =
                    new Vehicle(stay, scenario.battery(), scenario.conduct().knowledge());
            vehicle.look(now);
            if (scenario.promises()) {
                vehicle.promise(promise(vehicle, now));
            }
            present.add(vehicle);
        }
    }

    /** The most that can be promised to one that has just arrived, beside what others were promised. */
    private double promise(Vehicle arrived, Instant now) {
        List<Demand> promised = present.stream()
                .map(vehicle -> vehicle.demand(scenario.step()))
                .filter(demand -> demand.promisedWattHours() > 0)
                .map(Demand::promised)
                .toList();
        return new Promises(network, now, Deadline.NONE).mostWattHours(promised, arrived.demand(scenario.step()));
    }

    /** The end of the step, or what changes before it; steps begin at whole multiples of their length. */
    private Instant nextEvent(Instant now) {
        long step = scenario.step().toMillis();
        long sinceStepBegan = Math.floorMod(now.toEpochMilli(), step);
        Instant next = now.plusMillis(step - sinceStepBegan);
        if (nextArrival < scenario.sessions().size()) {
            next = Course.earlier(next, scenario.sessions().get(nextArrival).arrival());
        }
        for (Vehicle vehicle : present) {
            next = Course.earlier(next, vehicle.session().departure());
        }
        Supply supply = scenario.supply();
        next = Course.earlier(next, supply.prices().nextChange(now));
        next = Course.earlier(
                next, supply.carbon().map(carbon -> carbon.nextChange(now)).orElse(Instant.MAX));
        next = Course.earlier(next, network.otherLoad().nextChange(now));
        return Course.earlier(next, network.nextLimitChange(now));
    }

    /**
     * Divides, and charges until a time, or until a vehicle is served before: what it leaves is others' from then on.
     *
     * @return until when
     */
    private Instant charge(Instant now, Instant nextEvent) {
        Duration step = Duration.between(now, nextEvent);
        List<Vehicle> wanting = present.stream().filter(Vehicle::mayWant).toList();
        wanting.forEach(vehicle -> vehicle.look(now));
        List<Demand> demands =
                wanting.stream().map(vehicle -> vehicle.demand(step)).toList();
        foresee(now);
        long began = nanoTime.getAsLong();
        List<Grant> grants = plant.allocate(demands, now, step);
        if (!wanting.isEmpty()) {
            tickMillis.add((nanoTime.getAsLong() - began) / 1e6);
        }
        Instant until = Course.earlier(nextEvent, firstServed(wanting, grants, now));
        Duration time = Duration.between(now, until);
        Limits limits = network.limits(now, time);
        check(wanting, grants, limits);
        double[] drawn = drawnWatts(wanting, grants);
        double watts = 0;
        int charging = 0;
        for (double one : drawn) {
            watts += one;
            charging += one > 0 ? 1 : 0;
        }
        double surplus = network.surplusWatts(now, time);
        double fromGrid = watts > surplus ? (watts - surplus) / watts : 0;
        double price = scenario.supply().prices().at(now) * fromGrid;
        double wattHours = 0;
        for (int i = 0; i < wanting.size(); i++) {
            Vehicle vehicle = wanting.get(i);
            wattHours += vehicle.charge(grants.get(i).amps(), time, price);
            vehicle.meter(grants.get(i).amps(), until);
        }
        gridWattHours += wattHours * fromGrid;
        grams += wattHours
                * fromGrid
                / WATTS_A_KILOWATT
                * scenario.supply().carbon().map(carbon -> carbon.at(now)).orElse(0.0);
        load.add(new Run.Load(now, until, watts, wattHours, limitWatts(limits), present.size(), charging));
        return until;
    }

    /** The allocator knows what is true now, and later what is foreseen. */
    private void foresee(Instant now) {
        Foresight foresight = scenario.supply().foresight();
        if (foresight.error() > 0) {
            allocator.network(network.replacing(recorded -> foresight.seenOf(recorded, now)));
        }
    }

    private double[] drawnWatts(List<Vehicle> wanting, List<Grant> grants) {
        double[] watts = new double[wanting.size()];
        for (int i = 0; i < watts.length; i++) {
            Vehicle vehicle = wanting.get(i);
            watts[i] = network.watts(
                    vehicle.position(), vehicle.drawnAmps(grants.get(i).amps()));
        }
        return watts;
    }

    private static Instant firstServed(List<Vehicle> wanting, List<Grant> grants, Instant now) {
        double hours = Double.POSITIVE_INFINITY;
        for (int i = 0; i < wanting.size(); i++) {
            hours = Math.min(
                    hours, wanting.get(i).hoursUntilServed(grants.get(i).amps()));
        }
        // Rounded up, so that it is served then.
        return hours > HOURS_FAR ? Instant.MAX : now.plusMillis((long) Math.ceil(hours * MILLIS_AN_HOUR));
    }

    /** The lowest of the limits on the power of all. */
    private double limitWatts(Limits limits) {
        return totals.stream().mapToDouble(limits::bound).min().orElse(Double.POSITIVE_INFINITY);
    }

    private Run.Bill bill() {
        double cost = outcomes.stream().mapToDouble(Run.Outcome::cost).sum();
        boolean hasCarbon = scenario.supply().carbon().isPresent();
        return new Run.Bill(
                cost, gridWattHours, hasCarbon ? OptionalDouble.of(grams / GRAMS_A_KILOGRAM) : OptionalDouble.empty());
    }

    private void check(List<Vehicle> wanting, List<Grant> grants, Limits limits) {
        double[] granted = new double[network.connectors().size()];
        double[] drawn = new double[granted.length];
        for (int i = 0; i < grants.size(); i++) {
            Vehicle vehicle = wanting.get(i);
            if (!grants.get(i).sessionId().equals(vehicle.session().id())) {
                throw new IllegalStateException("grants are not in the order of the demands");
            }
            granted[vehicle.position()] = grants.get(i).amps();
            drawn[vehicle.position()] = vehicle.drawnAmps(grants.get(i).amps());
        }
        violated += Math.max(violations.count(granted, limits), violations.count(drawn, limits));
    }
}
