package io.causalgrid.grid.core.optimisation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bounds the optimum of a {@link Programme} from above, for programmes too large for the simplex method: tens of thousands
 * of columns within a second or so.
 *
 * <p>The primal-dual hybrid gradient method (Chambolle and Pock, "A First-Order Primal-Dual Algorithm for Convex Problems",
 * 2011) with their diagonal step sizes, and restarts at the average as in PDLP (Applegate et al., "Practical Large-Scale
 * Linear Programming using Primal-Dual Hybrid Gradient", 2021). A row's dual is a vector in the plane, so magnitudes need no
 * polygon: the bound is that of the discs themselves.
 *
 * <p>Invariant: whatever duals the method has come to, weak duality makes of them a valid upper bound; how near it is to the
 * optimum is all that the number of steps decides.
 */
public final class SaddlePoint {
    private static final int STEPS_MAX = 40_000;
    private static final int STEPS_BETWEEN_CHECKS = 50;
    private static final int STEPS_BETWEEN_RESTARTS_MAX = 1_000;

    /**
     * What is known of an optimum.
     *
     * @param upper no feasible point has a greater value
     * @param reached the value of a point that is nearly feasible
     * @param point that point, by column; one of many where several are as good
     */
    public record Bound(double upper, double reached, List<Double> point) {
        public Bound {
            point = List.copyOf(point);
        }
    }

    private final int columns;
    private final int rows;
    private final double[] most;
    private final double[] gain;
    private final double[] least;
    private final double[] bound;
    private final Matrix matrix;
    private final double[] columnStep;
    private final double[] rowStep;
    private final double weight;

    private Iterate current;
    private Iterate sum;
    private int summed;

    private SaddlePoint(Programme programme) {
        this.columns = programme.columns();
        this.rows = programme.rows();
        this.most = new double[columns];
        this.gain = new double[columns];
        this.least = new double[columns];
        this.bound = new double[rows];
        double total = 0;
        for (int column = 0; column < columns; column++) {
            most[column] = programme.most(column);
            gain[column] = programme.gain(column) * most[column];
            least[column] = most[column] > 0 ? programme.least(column) / most[column] : 0;
            total += Math.abs(gain[column]);
        }
        for (int row = 0; row < rows; row++) {
            bound[row] = programme.bound(row) > 0 ? 1 : 0;
        }
        this.weight = total > 0 ? total / columns : 1;
        this.matrix = Matrix.scaled(programme);
        this.columnStep = matrix.inverseColumnSums(columns);
        this.rowStep = matrix.inverseRowSums(rows);
        this.current = new Iterate(columns, rows);
        this.sum = new Iterate(columns, rows);
    }

    /**
     * Bounds.
     *
     * @param gap how far the bound may be from the optimum, as a share of it; positive
     */
    public static Bound of(Programme programme, double gap) {
        return programme.columns() == 0 ? new Bound(0, 0, List.of()) : new SaddlePoint(programme).run(gap);
    }

    private Bound run(double gap) {
        double upper = Double.POSITIVE_INFINITY;
        Iterate reached = current;
        double gapAtRestart = Double.POSITIVE_INFINITY;
        for (int step = 1; step <= STEPS_MAX; step++) {
            advance();
            if (step % STEPS_BETWEEN_CHECKS == 0) {
                Iterate mean = sum.over(summed);
                Iterate better = gapOf(mean) < gapOf(current) ? mean : current;
                upper = Math.min(upper, Math.min(dual(mean), dual(current)));
                reached = better.copy();
                double now = gapOf(better);
                if (now <= gap * Math.abs(upper)) {
                    break;
                }
                if (now < gapAtRestart / 2 || summed >= STEPS_BETWEEN_RESTARTS_MAX) {
                    current = better.copy();
                    sum = new Iterate(columns, rows);
                    summed = 0;
                    gapAtRestart = now;
                }
            }
        }
        return new Bound(upper, primal(reached), unscaled(reached));
    }

    private List<Double> unscaled(Iterate point) {
        List<Double> values = new ArrayList<>(columns);
        for (int column = 0; column < columns; column++) {
            values.add(point.x[column] * most[column]);
        }
        return values;
    }

    private void advance() {
        double[] ahead = new double[columns];
        for (int column = 0; column < columns; column++) {
            double slope = gain[column] - matrix.columnDot(column, current.re, current.im);
            double moved = Math.clamp(current.x[column] + columnStep[column] / weight * slope, least[column], 1);
            ahead[column] = 2 * moved - current.x[column];
            current.x[column] = moved;
        }
        double[] re = new double[rows];
        double[] im = new double[rows];
        matrix.multiply(ahead, re, im);
        for (int row = 0; row < rows; row++) {
            double length = weight * rowStep[row];
            double movedRe = current.re[row] + length * re[row];
            double movedIm = current.im[row] + length * im[row];
            double magnitude = Math.hypot(movedRe, movedIm);
            double kept = magnitude > length * bound[row] ? 1 - length * bound[row] / magnitude : 0;
            current.re[row] = movedRe * kept;
            current.im[row] = movedIm * kept;
        }
        sum.add(current);
        summed++;
    }

    /** How far primal and dual are apart; what a point exceeds rows by is charged at their duals. */
    private double gapOf(Iterate point) {
        double[] re = new double[rows];
        double[] im = new double[rows];
        matrix.multiply(point.x, re, im);
        double excess = 0;
        for (int row = 0; row < rows; row++) {
            double over = Math.max(0, Math.hypot(re[row], im[row]) - bound[row]);
            excess += over * Math.max(weight * 0.01, Math.hypot(point.re[row], point.im[row]));
        }
        return Math.abs(dual(point) - primal(point)) + excess;
    }

    private double primal(Iterate point) {
        double value = 0;
        for (int column = 0; column < columns; column++) {
            value += gain[column] * point.x[column];
        }
        return value;
    }

    /** The greatest value of the Lagrangian over all columns within their least and most. */
    private double dual(Iterate point) {
        double value = 0;
        for (int row = 0; row < rows; row++) {
            value += bound[row] * Math.hypot(point.re[row], point.im[row]);
        }
        for (int column = 0; column < columns; column++) {
            double slope = gain[column] - matrix.columnDot(column, point.re, point.im);
            value += slope > 0 ? slope : slope * least[column];
        }
        return value;
    }

    /** A point: columns, and duals of rows. */
    private static final class Iterate {
        private final double[] x;
        private final double[] re;
        private final double[] im;

        Iterate(int columns, int rows) {
            this(new double[columns], new double[rows], new double[rows]);
        }

        private Iterate(double[] x, double[] re, double[] im) {
            this.x = x;
            this.re = re;
            this.im = im;
        }

        Iterate copy() {
            return new Iterate(x.clone(), re.clone(), im.clone());
        }

        void add(Iterate other) {
            addTo(x, other.x);
            addTo(re, other.re);
            addTo(im, other.im);
        }

        Iterate over(int count) {
            return new Iterate(divided(x, count), divided(re, count), divided(im, count));
        }

        private static void addTo(double[] sum, double[] values) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }

        private static double[] divided(double[] values, int count) {
            return Arrays.stream(values).map(value -> value / count).toArray();
        }
    }
}
