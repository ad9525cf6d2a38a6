package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Programme;
import io.causalgrid.grid.core.series.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The programme of a horizon: the demands' currents in the step, and their mean currents in later stretches of time, which grow
 * longer, for what they hold is planned anew before they come. Stretches end where prices change, at first at each change and later
 * on full hours. A vehicle that leaves within a stretch counts in it for its share of the time. What the sun gives beyond base
 * loads costs nothing.
 */
final class HorizonPlan {
    private static final List<Duration> BOUNDARIES = List.of(
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(4),
            Duration.ofHours(6),
            Duration.ofHours(8),
            Duration.ofHours(12),
            Duration.ofHours(18));
    private static final Duration LONGEST = Duration.ofHours(24);
    /** Until then prices are looked at one by one, later by the hour. */
    private static final Duration CLOSE = Duration.ofHours(2);

    private static final Duration HOUR = Duration.ofHours(1);
    /** Less counts as delivered. A row with next to no bound would have the solver draw all currents back for its rounding. */
    private static final double NOTHING_WATT_HOURS = 1;
    /** Less sun is not reckoned with, for the same reason. */
    private static final double NOTHING_WATTS = 100;

    private static final double NOTHING_AMPS = 1e-6;
    private static final double WATTS_A_KILOWATT = 1_000;

    /** Some time of the plan. */
    private record Stretch(Instant from, Instant until, boolean isStep) {
        Duration length() {
            return Duration.between(from, until);
        }

        double hours() {
            return Division.hours(length());
        }

        /** How long a vehicle is there that may be overdue in the step, but not later. */
        double hoursOf(Demand demand) {
            if (isStep || !demand.deadline().isBefore(until)) {
                return hours();
            }
            return Math.max(0, Division.hours(Duration.between(from, demand.deadline())));
        }
    }

    /** A column, the demand whose current it is or is part of, and how long that is there. */
    private record Part(int column, int demand, double hours) {}

    private final HorizonSettings settings;
    private final AllocationTask task;
    private final Course prices;
    private final Programme programme = new Programme();
    private final int[] energyRows;
    private final List<List<Part>> parts = new ArrayList<>();

    HorizonPlan(HorizonSettings settings, AllocationTask task) {
        this.settings = settings;
        this.task = task;
        this.prices = settings.foresight().seen(settings.prices(), task.now());
        this.energyRows = task.demands().stream()
                .mapToInt(demand -> programme.row(
                        Math.max(NOTHING_WATT_HOURS, Math.max(owedWattHours(demand), demand.missingWattHours()))))
                .toArray();
        List<Stretch> stretches = stretches();
        stretches.forEach(this::add);
        if (settings.peakPricePerKw() > 0) {
            addPeak(stretches);
        }
    }

    Programme programme() {
        return programme;
    }

    /** The currents in the step, by demand. */
    double[] amps(double[] planned) {
        double[] amps = new double[energyRows.length];
        parts.getFirst().forEach(part -> amps[part.demand()] += planned[part.column()]);
        return amps;
    }

    private double owedWattHours(Demand demand) {
        return task.network().watts(demand.connector(), demand.floorAmps()) * Division.hours(task.step());
    }

    private List<Stretch> stretches() {
        Instant stepEnd = task.now().plus(task.step());
        Instant lastDeparture = task.demands().stream()
                .map(Demand::deadline)
                .max(Instant::compareTo)
                .orElse(stepEnd);
        Instant end = Course.earlier(lastDeparture, task.now().plus(LONGEST));
        List<Stretch> stretches = new ArrayList<>(List.of(new Stretch(task.now(), stepEnd, true)));
        if (end.isAfter(stepEnd)) {
            Instant from = stepEnd;
            for (Instant until : boundaries(stepEnd, end)) {
                stretches.add(new Stretch(from, until, false));
                from = until;
            }
        }
        return stretches;
    }

    /** Where stretches end: after the step's end, and in the end at the end. */
    private SequencedSet<Instant> boundaries(Instant stepEnd, Instant end) {
        var boundaries = new TreeSet<Instant>();
        BOUNDARIES.forEach(boundary -> boundaries.add(task.now().plus(boundary)));
        addChanges(prices, end, boundaries);
        addChanges(task.network().otherLoad(), end, boundaries);
        boundaries.add(end);
        return boundaries.subSet(stepEnd, false, end, true);
    }

    private void addChanges(Course course, Instant end, Set<Instant> boundaries) {
        Instant close = task.now().plus(CLOSE);
        Instant latest = task.now();
        for (Instant change = course.nextChange(latest); change.isBefore(end); change = course.nextChange(change)) {
            if (change.isBefore(close) || !change.isBefore(latest.plus(HOUR))) {
                boundaries.add(change);
                latest = change;
            }
        }
    }

    private void add(Stretch stretch) {
        Limits limits = stretch.isStep() ? task.limits() : task.network().limits(stretch.from(), stretch.length());
        List<Integer> rows = new ArrayList<>(limits.count());
        for (int limit = 0; limit < limits.count(); limit++) {
            rows.add(programme.row(limits.bound(limit)));
        }
        double price = prices.mean(stretch.from(), stretch.until());
        double surplus = Math.max(0, -task.network().otherLoad().mean(stretch.from(), stretch.until()));
        boolean isSunny = surplus > NOTHING_WATTS && price > 0;
        List<Part> added = new ArrayList<>();
        for (int i = 0; i < energyRows.length; i++) {
            if (stretch.hoursOf(task.demands().get(i)) > 0) {
                add(stretch, i, isSunny ? 0 : price, added);
            }
        }
        for (Part part : added) {
            count(stretch, part, rows);
        }
        parts.add(added);
        if (isSunny) {
            addGrid(stretch, surplus, price);
        }
    }

    /** The columns of a demand; in the step one for the current that it has already, and one for what is more. */
    private void add(Stretch stretch, int i, double price, List<Part> added) {
        Demand demand = task.demands().get(i);
        double hours = stretch.hoursOf(demand);
        double waits = Division.hours(Duration.between(task.now(), stretch.from())) + stretch.hours() / 2;
        double worthPerKwh = settings.worthPerKwh() - price - waits * settings.costOfWaitingPerHour();
        double perAmp = task.network().watts(demand.connector(), 1) * hours / WATTS_A_KILOWATT;
        double steady = settings.worthOfSteadinessPerKwh();
        if (!stretch.isStep() || steady == 0) {
            double floor = stretch.isStep() ? demand.floorAmps() : 0;
            added.add(new Part(programme.column(worthPerKwh * perAmp, floor, demand.ceilingAmps()), i, hours));
            return;
        }
        double before =
                Math.clamp(task.before().applyAsDouble(demand.connector()), demand.floorAmps(), demand.ceilingAmps());
        double more = demand.ceilingAmps() - before;
        if (before > NOTHING_AMPS || more <= NOTHING_AMPS) {
            int kept = programme.column((worthPerKwh + steady) * perAmp, demand.floorAmps(), before);
            added.add(new Part(kept, i, hours));
        }
        if (more > NOTHING_AMPS) {
            // worth no less than later, or to begin would be put off from step to step
            added.add(new Part(programme.column(worthPerKwh * perAmp, 0, more), i, hours));
        }
    }

    private void count(Stretch stretch, Part part, List<Integer> rows) {
        Network network = task.network();
        int connector = task.demands().get(part.demand()).connector();
        programme.share(energyRows[part.demand()], part.column(), network.watts(connector, 1) * part.hours(), 0);
        double share = part.hours() / stretch.hours();
        int end = network.firstShare(connector + 1);
        for (int at = network.firstShare(connector); at < end; at++) {
            int row = rows.get(network.limit(at));
            programme.share(row, part.column(), network.re(at) * share, network.im(at) * share);
        }
    }

    /** One column for the power beyond the sun's surplus, which is what is paid. */
    private void addGrid(Stretch stretch, double surplusWatts, double price) {
        double mostKw = task.demands().stream()
                .mapToDouble(demand -> kilowatts(demand, demand.ceilingAmps()))
                .sum();
        int grid = programme.column(-price * stretch.hours(), 0, mostKw);
        int row = programme.row(surplusWatts / WATTS_A_KILOWATT);
        programme.share(row, grid, -1, 0);
        countPower(stretch, parts.getLast(), row);
    }

    /** One column for how far the peak is above what is paid, and for each stretch a row that makes it so. */
    private void addPeak(List<Stretch> stretches) {
        double mostKw = 0;
        double owedKw = 0;
        for (Demand demand : task.demands()) {
            mostKw += kilowatts(demand, demand.ceilingAmps());
            owedKw += kilowatts(demand, demand.floorAmps());
        }
        int peak = programme.column(-settings.peakPricePerKw(), 0, mostKw);
        for (int s = 0; s < stretches.size(); s++) {
            int row = programme.row(Math.max(owedKw, settings.paidPeakKw()));
            programme.share(row, peak, -1, 0);
            countPower(stretches.get(s), parts.get(s), row);
        }
    }

    private void countPower(Stretch stretch, List<Part> of, int row) {
        for (Part part : of) {
            double share = part.hours() / stretch.hours();
            programme.share(row, part.column(), kilowatts(task.demands().get(part.demand()), 1) * share, 0);
        }
    }

    private double kilowatts(Demand demand, double amps) {
        return task.network().watts(demand.connector(), amps) / WATTS_A_KILOWATT;
    }
}
