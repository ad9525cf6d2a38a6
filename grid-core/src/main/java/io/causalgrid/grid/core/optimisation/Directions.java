package io.causalgrid.grid.core.optimisation;

import java.util.Arrays;

/** In which directions a disc is first bounded by tangents. */
final class Directions {
    private static final double SAME = 1e-6;
    private static final int FEW = 8;

    private Directions() {}

    /**
     * The directions of the shares and the middles between neighbours, for a sum of shares points somewhere between them.
     * One direction of all shares needs one tangent, which is then the row itself.
     *
     * @param directions of the shares, in radians
     */
    static double[] ofFirstTangents(double[] directions) {
        double[] distinct = distinct(directions);
        if (distinct.length > FEW) {
            return around();
        }
        double[] tangents = Arrays.copyOf(distinct, 2 * distinct.length);
        int count = distinct.length;
        for (int i = 0; i < distinct.length; i++) {
            double next = i + 1 < distinct.length ? distinct[i + 1] : distinct[0] + 2 * Math.PI;
            if (next - distinct[i] < Math.PI - SAME) {
                tangents[count++] = (distinct[i] + next) / 2;
            }
        }
        return Arrays.copyOf(tangents, count);
    }

    private static double[] distinct(double[] directions) {
        double[] sorted = Arrays.stream(directions).sorted().toArray();
        double[] distinct = new double[sorted.length];
        int count = 0;
        for (double direction : sorted) {
            boolean isFirst = count == 0;
            if (isFirst || (direction - distinct[count - 1] > SAME && distinct[0] + 2 * Math.PI - direction > SAME)) {
                distinct[count++] = direction;
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    private static double[] around() {
        double[] directions = new double[FEW];
        Arrays.setAll(directions, i -> 2 * Math.PI * i / FEW);
        return directions;
    }
}
