package io.causalgrid.grid.core.optimisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * Solves a {@link Programme} by a sequence of linear ones. A disc is the intersection of its tangents' half-planes, so each
 * row begins as a few tangents, and a solution outside a disc adds the tangent it violates most (Kelley, "The
 * Cutting-Plane Method for Solving Convex Programs", 1960). It ends when no row is exceeded by more than a hundred
 * thousandth; a last step towards the least of all columns, which is feasible, removes that excess too. Against a fixed
 * polygon inside the disc this gains up to half a percent of what a three-phase limit carries, with fewer rows.
 */
public final class CuttingPlanes {
    private static final double EXCESS_MAX = 1e-5;
    private static final int ROUNDS_MAX = 30;
    /** The simplex method looks at the clock only after it has set itself up, which takes about this long. */
    private static final long COLUMNS_A_MILLI = 30;

    private final Programme programme;
    private final Deadline deadline;
    private final ExpressionsBasedModel model = new ExpressionsBasedModel();
    private final List<Variable> variables = new ArrayList<>();
    private final List<List<Integer>> sharesByRow = new ArrayList<>();

    private CuttingPlanes(Programme programme, Deadline deadline) {
        this.programme = programme;
        this.deadline = deadline;
        for (int column = 0; column < programme.columns(); column++) {
            variables.add(model.newVariable("x" + column)
                    .lower(programme.least(column))
                    .upper(programme.most(column))
                    .weight(programme.gain(column)));
        }
        for (int row = 0; row < programme.rows(); row++) {
            sharesByRow.add(new ArrayList<>());
        }
        for (int share = 0; share < programme.shares(); share++) {
            sharesByRow.get(programme.shareRow(share)).add(share);
        }
    }

    /**
     * Solves.
     *
     * @param programme of which the least of all columns is feasible
     * @return the value of each column, with every row kept but for rounding errors; empty if there was no time for it
     */
    public static Optional<double[]> solve(Programme programme, Deadline deadline) {
        if (programme.columns() == 0) {
            return Optional.of(new double[0]);
        }
        if (programme.columns() / COLUMNS_A_MILLI > deadline.millisLeft()) {
            return Optional.empty();
        }
        return new CuttingPlanes(programme, deadline).run();
    }

    private Optional<double[]> run() {
        for (int row = 0; row < programme.rows(); row++) {
            for (double direction : Directions.ofFirstTangents(directions(row))) {
                cut(row, direction);
            }
        }
        for (int round = 0; round < ROUNDS_MAX; round++) {
            long left = deadline.millisLeft();
            if (left <= 0) {
                return Optional.empty();
            }
            model.options.time_abort = left;
            model.options.time_suffice = left;
            Optimisation.Result result = model.maximise();
            if (!result.getState().isOptimal()) {
                return Optional.empty();
            }
            double[] values = values(result);
            double[] sums = sums(values);
            if (!cutWhereExceeded(sums)) {
                return Optional.of(drawnBack(values, sums));
            }
        }
        return Optional.empty();
    }

    private double[] directions(int row) {
        return sharesByRow.get(row).stream()
                .mapToDouble(share -> Math.atan2(programme.im(share), programme.re(share)))
                .toArray();
    }

    /** The half-plane that touches a row's disc in a direction. */
    private void cut(int row, double direction) {
        double cos = Math.cos(direction);
        double sin = Math.sin(direction);
        Expression tangent = model.newExpression("c" + model.countExpressions()).upper(programme.bound(row));
        for (int share : sharesByRow.get(row)) {
            double projected = programme.re(share) * cos + programme.im(share) * sin;
            if (Math.abs(projected) > 1e-12) {
                tangent.set(variables.get(programme.shareColumn(share)), projected);
            }
        }
    }

    private double[] values(Optimisation.Result result) {
        double[] values = new double[programme.columns()];
        for (int column = 0; column < values.length; column++) {
            values[column] = Math.clamp(result.doubleValue(column), programme.least(column), programme.most(column));
        }
        return values;
    }

    /** Real and imaginary parts in turn. */
    private double[] sums(double[] values) {
        double[] sums = new double[2 * programme.rows()];
        for (int share = 0; share < programme.shares(); share++) {
            double value = values[programme.shareColumn(share)];
            sums[2 * programme.shareRow(share)] += programme.re(share) * value;
            sums[2 * programme.shareRow(share) + 1] += programme.im(share) * value;
        }
        return sums;
    }

    private boolean cutWhereExceeded(double[] sums) {
        boolean cut = false;
        for (int row = 0; row < programme.rows(); row++) {
            double bound = programme.bound(row);
            if (Math.hypot(sums[2 * row], sums[2 * row + 1]) > bound * (1 + EXCESS_MAX) + EXCESS_MAX) {
                cut(row, Math.atan2(sums[2 * row + 1], sums[2 * row]));
                cut = true;
            }
        }
        return cut;
    }

    /** Between the least and these values as near to these as all rows allow; they are convex, so one share serves all. */
    private double[] drawnBack(double[] values, double[] sums) {
        double[] least = new double[programme.columns()];
        Arrays.setAll(least, programme::least);
        double[] leastSums = sums(least);
        double way = 1;
        for (int row = 0; row < programme.rows(); row++) {
            double bound = programme.bound(row);
            if (Math.hypot(sums[2 * row], sums[2 * row + 1]) > bound) {
                double leastMagnitude = Math.hypot(leastSums[2 * row], leastSums[2 * row + 1]);
                double magnitude = Math.hypot(sums[2 * row], sums[2 * row + 1]);
                way = Math.min(way, Math.max(0, (bound - leastMagnitude) / (magnitude - leastMagnitude)));
            }
        }
        for (int column = 0; column < values.length; column++) {
            values[column] = least[column] + way * (values[column] - least[column]);
        }
        return values;
    }
}
