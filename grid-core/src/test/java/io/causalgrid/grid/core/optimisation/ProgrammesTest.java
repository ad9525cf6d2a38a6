package io.causalgrid.grid.core.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgrammesTest {
    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @Test
    void currentsAtARightAngleFillADiscTogether() {
        var programme = new Programme();
        programme.row(10);
        programme.share(0, programme.column(1, 0, 100), 1, 0);
        programme.share(0, programme.column(1, 0, 100), 0, 1);

        double[] values = CuttingPlanes.solve(programme, Deadline.NONE).orElseThrow();

        assertThat(values).containsExactly(new double[] {10 / Math.sqrt(2), 10 / Math.sqrt(2)}, within(0.05));
        assertThat(values[0] + values[1]).isCloseTo(10 * Math.sqrt(2), within(1e-3));
        assertThat(Math.hypot(values[0], values[1])).isLessThanOrEqualTo(10 * (1 + 1e-12));
    }

    @Test
    void theMostGainfulGoesFirstBelowAPlainSum() {
        var programme = new Programme();
        programme.row(10);
        programme.share(0, programme.column(1, 2, 8), 1, 0);
        programme.share(0, programme.column(3, 0, 6), 1, 0);

        assertThat(CuttingPlanes.solve(programme, Deadline.NONE).orElseThrow())
                .containsExactly(new double[] {4, 6}, within(1e-9));
    }

    @Test
    void withoutTimeThereIsNoAnswer() {
        var programme = new Programme();
        programme.row(1);
        programme.share(0, programme.column(1, 0, 2), 1, 0);

        assertThat(CuttingPlanes.solve(programme, () -> 0)).isEqualTo(Optional.empty());
    }

    @Test
    void impossibleColumnsAreRefused() {
        assertThatThrownBy(() -> new Programme().column(1, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Programme().column(Double.NaN, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Programme().row(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTwoMethodsAgreeAndStayOnTheirSidesOfTheOptimum(long seed) {
        Programme programme = random(seed);

        double[] values = CuttingPlanes.solve(programme, Deadline.NONE).orElseThrow();
        SaddlePoint.Bound bound = SaddlePoint.of(programme, 1e-4);

        double value = 0;
        for (int column = 0; column < values.length; column++) {
            assertThat(values[column]).isBetween(programme.least(column) - 1e-9, programme.most(column) + 1e-9);
            value += programme.gain(column) * values[column];
        }
        assertThat(largestExcess(programme, values)).isLessThanOrEqualTo(1e-9);
        assertThat(bound.upper()).isGreaterThanOrEqualTo(value * (1 - 1e-12));
        assertThat(value).isCloseTo(bound.upper(), within(0.002 * bound.upper()));
        double reached = 0;
        for (int column = 0; column < values.length; column++) {
            assertThat(bound.point().get(column))
                    .isBetween(programme.least(column) - 1e-9, programme.most(column) + 1e-9);
            reached += programme.gain(column) * bound.point().get(column);
        }
        assertThat(reached).isCloseTo(bound.reached(), within(1e-9 * bound.upper()));
    }

    private static Programme random(long seed) {
        var random = new SplittableRandom(seed);
        var programme = new Programme();
        int columns = 1 + random.nextInt(40);
        int rows = 1 + random.nextInt(8);
        for (int row = 0; row < rows; row++) {
            programme.row(20 + random.nextDouble() * 200);
        }
        for (int column = 0; column < columns; column++) {
            programme.column(0.1 + random.nextDouble(), 0, random.nextDouble() * 32);
            for (int row = 0; row < rows; row++) {
                double angle = row % 2 == 0 ? 0 : Math.PI / 3 * random.nextInt(3);
                if (random.nextBoolean()) {
                    programme.share(row, column, Math.cos(angle), Math.sin(angle));
                }
            }
        }
        return programme;
    }

    /** As a share of the bound. */
    private static double largestExcess(Programme programme, double[] values) {
        double[] re = new double[programme.rows()];
        double[] im = new double[programme.rows()];
        for (int share = 0; share < programme.shares(); share++) {
            re[programme.shareRow(share)] += programme.re(share) * values[programme.shareColumn(share)];
            im[programme.shareRow(share)] += programme.im(share) * values[programme.shareColumn(share)];
        }
        double largest = 0;
        for (int row = 0; row < programme.rows(); row++) {
            largest = Math.max(largest, Math.hypot(re[row], im[row]) / programme.bound(row) - 1);
        }
        return largest;
    }
}
