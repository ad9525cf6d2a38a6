package io.causalgrid.grid.core.optimisation;

/** A programme's shares column by column, scaled so that every column goes up to 1 and every row's bound is 1 or 0. */
final class Matrix {
    private final int[] starts;
    private final int[] rowOf;
    private final double[] re;
    private final double[] im;

    private Matrix(int columns, int shares) {
        this.starts = new int[columns + 1];
        this.rowOf = new int[shares];
        this.re = new double[shares];
        this.im = new double[shares];
    }

    static Matrix scaled(Programme programme) {
        var matrix = new Matrix(programme.columns(), programme.shares());
        for (int share = 0; share < programme.shares(); share++) {
            matrix.starts[programme.shareColumn(share) + 1]++;
        }
        for (int column = 0; column < programme.columns(); column++) {
            matrix.starts[column + 1] += matrix.starts[column];
        }
        int[] next = matrix.starts.clone();
        for (int share = 0; share < programme.shares(); share++) {
            int column = programme.shareColumn(share);
            int row = programme.shareRow(share);
            double bound = programme.bound(row);
            double scale = programme.most(column) / (bound > 0 ? bound : 1);
            int place = next[column]++;
            matrix.rowOf[place] = row;
            matrix.re[place] = programme.re(share) * scale;
            matrix.im[place] = programme.im(share) * scale;
        }
        return matrix;
    }

    /** The product of a column with a vector over the rows. */
    double columnDot(int column, double[] rowRe, double[] rowIm) {
        double sum = 0;
        for (int place = starts[column]; place < starts[column + 1]; place++) {
            int row = rowOf[place];
            sum += re[place] * rowRe[row] + im[place] * rowIm[row];
        }
        return sum;
    }

    /** Adds the product with a vector over the columns to a vector over the rows. */
    void multiply(double[] x, double[] rowRe, double[] rowIm) {
        for (int column = 0; column < x.length; column++) {
            for (int place = starts[column]; place < starts[column + 1]; place++) {
                rowRe[rowOf[place]] += re[place] * x[column];
                rowIm[rowOf[place]] += im[place] * x[column];
            }
        }
    }

    double[] inverseColumnSums(int columns) {
        double[] sums = new double[columns];
        for (int column = 0; column < columns; column++) {
            for (int place = starts[column]; place < starts[column + 1]; place++) {
                sums[column] += Math.hypot(re[place], im[place]);
            }
        }
        return inverse(sums);
    }

    double[] inverseRowSums(int rows) {
        double[] sums = new double[rows];
        for (int place = 0; place < rowOf.length; place++) {
            sums[rowOf[place]] += Math.hypot(re[place], im[place]);
        }
        return inverse(sums);
    }

    private static double[] inverse(double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] > 0 ? 1 / sums[i] : 1;
        }
        return sums;
    }
}
