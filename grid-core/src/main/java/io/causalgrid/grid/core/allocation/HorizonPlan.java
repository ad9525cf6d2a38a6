package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.optimisation.Programme;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * The programme of a horizon. Its first columns are the demands' currents in the step; then come their mean currents in
 * later stretches of time, which grow longer, for what they hold is planned anew before they come, and end wherever the
 * tariff changes. A vehicle that leaves within a stretch counts in it for its share of the time.
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

    /** Some time of the plan. */
    private record Stretch(Instant from, Instant until, boolean isStep) {
        double hours() {
            return Division.hours(Duration.between(from, until));
        }

        /** How long a vehicle is there that may be overdue in the step, but not later. */
        double hoursOf(Demand demand) {
            if (isStep || !demand.deadline().isBefore(until)) {
                return hours();
            }
            return Math.max(0, Division.hours(Duration.between(from, demand.deadline())));
        }
    }

    private final HorizonSettings settings;
    private final AllocationTask task;
    private final Programme programme = new Programme();
    private final int[] energyRows;

    HorizonPlan(HorizonSettings settings, AllocationTask task) {
        this.settings = settings;
        this.task = task;
        this.energyRows = task.demands().stream()
                .mapToInt(demand -> programme.row(Math.max(owedWattHours(demand), demand.missingWattHours())))
                .toArray();
        List<Stretch> stretches = stretches();
        List<List<Integer>> columns = new ArrayList<>();
        stretches.forEach(stretch -> columns.add(add(stretch)));
        if (settings.peakPricePerKw() > 0) {
            addPeak(stretches, columns);
        }
    }

    Programme programme() {
        return programme;
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
        Instant horizon = task.now().plus(LONGEST);
        Instant end = lastDeparture.isBefore(horizon) ? lastDeparture : horizon;
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
        if (!settings.prices().isConstant()) {
            Instant change = settings.prices().nextChange(task.now());
            while (change.isBefore(end)) {
                boundaries.add(change);
                change = settings.prices().nextChange(change);
            }
        }
        boundaries.add(end);
        return boundaries.subSet(stepEnd, false, end, true);
    }

    /** The columns of a stretch by demand; -1 for who is not there. */
    private List<Integer> add(Stretch stretch) {
        Limits limits = stretch.isStep()
                ? task.limits()
                : task.network().limits(stretch.from(), Duration.between(stretch.from(), stretch.until()));
        List<Integer> rows = new ArrayList<>(limits.count());
        for (int limit = 0; limit < limits.count(); limit++) {
            rows.add(programme.row(limits.bound(limit)));
        }
        List<Integer> columns = new ArrayList<>(energyRows.length);
        for (int i = 0; i < energyRows.length; i++) {
            double hours = stretch.hoursOf(task.demands().get(i));
            columns.add(hours > 0 ? add(stretch, i, hours, rows) : -1);
        }
        return columns;
    }

    private int add(Stretch stretch, int i, double hours, List<Integer> rows) {
        Demand demand = task.demands().get(i);
        Network network = task.network();
        double wattHoursAnAmp = network.watts(demand.connector(), 1) * hours;
        double waits = Division.hours(Duration.between(task.now(), stretch.from())) + stretch.hours() / 2;
        double worthPerKwh =
                settings.worthPerKwh() - settings.prices().at(stretch.from()) - waits * settings.costOfWaitingPerHour();
        double floor = stretch.isStep() ? demand.floorAmps() : 0;
        int column = programme.column(worthPerKwh * wattHoursAnAmp / 1000, floor, demand.ceilingAmps());
        programme.share(energyRows[i], column, wattHoursAnAmp, 0);
        double part = hours / stretch.hours();
        int end = network.firstShare(demand.connector() + 1);
        for (int share = network.firstShare(demand.connector()); share < end; share++) {
            int row = rows.get(network.limit(share));
            programme.share(row, column, network.re(share) * part, network.im(share) * part);
        }
        return column;
    }

    /** One column for how far the peak is above what is paid, and for each stretch a row that makes it so. */
    private void addPeak(List<Stretch> stretches, List<List<Integer>> columns) {
        double mostKw = 0;
        double owedKw = 0;
        for (Demand demand : task.demands()) {
            mostKw += task.network().watts(demand.connector(), demand.ceilingAmps()) / 1000;
            owedKw += task.network().watts(demand.connector(), demand.floorAmps()) / 1000;
        }
        int peak = programme.column(-settings.peakPricePerKw(), 0, mostKw);
        for (int s = 0; s < stretches.size(); s++) {
            int row = programme.row(Math.max(owedKw, settings.paidPeakKw()));
            programme.share(row, peak, -1, 0);
            for (int i = 0; i < energyRows.length; i++) {
                int column = columns.get(s).get(i);
                if (column >= 0) {
                    Demand demand = task.demands().get(i);
                    double part =
                            stretches.get(s).hoursOf(demand) / stretches.get(s).hours();
                    programme.share(row, column, task.network().watts(demand.connector(), 1) / 1000 * part, 0);
                }
            }
        }
    }
}
