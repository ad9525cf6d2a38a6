package io.causalgrid.grid.core.network;

import java.util.List;

/** What currents a charge point can be told to allow. Zero is always one of them. */
public sealed interface Currents {
    /** Smaller than what a charge point distinguishes; keeps rounding errors from costing a step. */
    double PRECISION_AMPS = 1e-9;

    /** The least current other than zero; zero if there is no least. */
    double minAmps();

    double maxAmps();

    /** The greatest allowed current that is at most {@code amps}. */
    double floor(double amps);

    /** The least allowed current that is at least {@code amps}; the greatest there is when none is. */
    double ceil(double amps);

    /**
     * Any current from a least to a greatest one, or zero.
     *
     * @param minAmps 6 under IEC 61851; 0 for an ideal one
     */
    record Continuous(double minAmps, double maxAmps) implements Currents {
        public Continuous {
            if (!(minAmps >= 0 && maxAmps > 0 && minAmps <= maxAmps && maxAmps < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("currents from " + minAmps + " to " + maxAmps + " A");
            }
        }

        @Override
        public double floor(double amps) {
            if (amps < minAmps - PRECISION_AMPS || !(amps > 0)) {
                return 0;
            }
            return Math.clamp(amps, minAmps, maxAmps);
        }

        @Override
        public double ceil(double amps) {
            return amps > 0 ? Math.clamp(amps, minAmps, maxAmps) : 0;
        }
    }

    /**
     * Any set of currents.
     *
     * @param amps all of them but zero, ascending, positive, at least one
     */
    record Steps(List<Double> amps) implements Currents {
        public Steps {
            amps = List.copyOf(amps);
            double below = 0;
            for (double step : amps) {
                if (!(step > below && step < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("steps must be positive and ascending, not " + amps);
                }
                below = step;
            }
            if (amps.isEmpty()) {
                throw new IllegalArgumentException("a charge point needs a current besides 0 A");
            }
        }

        @Override
        public double minAmps() {
            return amps.getFirst();
        }

        @Override
        public double maxAmps() {
            return amps.getLast();
        }

        @Override
        public double floor(double wanted) {
            int above = firstAbove(wanted + PRECISION_AMPS);
            return above == 0 ? 0 : amps.get(above - 1);
        }

        @Override
        public double ceil(double wanted) {
            if (!(wanted > 0)) {
                return 0;
            }
            return amps.get(Math.min(firstAbove(wanted - PRECISION_AMPS), amps.size() - 1));
        }

        /** Position of the first step greater than {@code bound}; the number of steps if none is. */
        private int firstAbove(double bound) {
            int low = 0;
            int high = amps.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (amps.get(middle) > bound) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }
    }

    /**
     * Zero, and from {@code minAmps} to {@code maxAmps} in equal steps.
     *
     * @param maxAmps the greatest of them; one between two steps is rounded down
     */
    record EvenSteps(double minAmps, double maxAmps, double stepAmps) implements Currents {
        public EvenSteps {
            if (!(minAmps > 0 && maxAmps >= minAmps && stepAmps > 0 && maxAmps < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "steps of " + stepAmps + " A from " + minAmps + " to " + maxAmps + " A");
            }
            maxAmps = minAmps + Math.floor((maxAmps - minAmps + PRECISION_AMPS) / stepAmps) * stepAmps;
        }

        @Override
        public double floor(double amps) {
            if (!(amps >= minAmps - PRECISION_AMPS)) { // also not a number
                return 0;
            }
            double within = Math.min(amps, maxAmps) - minAmps;
            return minAmps + Math.max(0, Math.floor((within + PRECISION_AMPS) / stepAmps)) * stepAmps;
        }

        @Override
        public double ceil(double amps) {
            if (!(amps > 0)) {
                return 0;
            }
            double within = Math.min(amps, maxAmps) - minAmps;
            return minAmps + Math.max(0, Math.ceil((within - PRECISION_AMPS) / stepAmps)) * stepAmps;
        }
    }

    /** Zero, and {@code minAmps} to {@code maxAmps} in steps of {@code stepAmps}. */
    static Currents steps(double minAmps, double maxAmps, double stepAmps) {
        return new EvenSteps(minAmps, maxAmps, stepAmps);
    }
}
