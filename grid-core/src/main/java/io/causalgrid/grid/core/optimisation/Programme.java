package io.causalgrid.grid.core.optimisation;

import java.util.Arrays;

/**
 * Maximise the sum of {@code gain * x} over columns, each between its least and its most, while for every row the
 * magnitude of a complex sum, {@code |sum of (re + i im) * x|}, is at most the row's bound. All {@code im} zero and all
 * {@code re} of one sign make a row an ordinary linear one.
 *
 * <p>Grows column by column and row by row, then is solved. Confined to one thread.
 */
public final class Programme {
    private double[] gains = new double[16];
    private double[] least = new double[16];
    private double[] most = new double[16];
    private int columns;
    private double[] bounds = new double[16];
    private int rows;
    private int[] shareRows = new int[64];
    private int[] shareColumns = new int[64];
    private double[] re = new double[64];
    private double[] im = new double[64];
    private int shares;

    /**
     * Adds a column.
     *
     * @param gain of one unit
     * @param least not negative
     * @param most at least {@code least}; finite
     * @return its position
     */
    public int column(double gain, double least, double most) {
        if (!(least >= 0 && most >= least && most < Double.POSITIVE_INFINITY && Double.isFinite(gain))) {
            throw new IllegalArgumentException("a column from " + least + " to " + most + " with gain " + gain);
        }
        gains = at(gains, columns, gain);
        this.least = at(this.least, columns, least);
        this.most = at(this.most, columns, most);
        return columns++;
    }

    /**
     * Adds a row in which nothing counts yet.
     *
     * @param bound not negative
     * @return its position
     */
    public int row(double bound) {
        if (!(bound >= 0)) {
            throw new IllegalArgumentException("a row with bound " + bound);
        }
        bounds = at(bounds, rows, bound);
        return rows++;
    }

    /** Makes a column count in a row; at most once for each pair. */
    public void share(int row, int column, double shareRe, double shareIm) {
        if (shares == shareRows.length) {
            shareRows = Arrays.copyOf(shareRows, 2 * shares);
            shareColumns = Arrays.copyOf(shareColumns, 2 * shares);
        }
        shareRows[shares] = row;
        shareColumns[shares] = column;
        re = at(re, shares, shareRe);
        im = at(im, shares, shareIm);
        shares++;
    }

    public int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    int shares() {
        return shares;
    }

    double gain(int column) {
        return gains[column];
    }

    double least(int column) {
        return least[column];
    }

    double most(int column) {
        return most[column];
    }

    double bound(int row) {
        return bounds[row];
    }

    int shareRow(int share) {
        return shareRows[share];
    }

    int shareColumn(int share) {
        return shareColumns[share];
    }

    double re(int share) {
        return re[share];
    }

    double im(int share) {
        return im[share];
    }

    private static double[] at(double[] values, int position, double value) {
        double[] grown = position == values.length ? Arrays.copyOf(values, 2 * position) : values;
        grown[position] = value;
        return grown;
    }
}
