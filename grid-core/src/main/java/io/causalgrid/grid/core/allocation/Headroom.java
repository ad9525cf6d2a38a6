package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;

/**
 * What a network's limits leave beside the currents added so far. Asking and adding take time in proportion to the limits
 * above the connector. Confined to one thread.
 */
public final class Headroom {
    private final Network network;
    private final Limits limits;
    private final double[] re;
    private final double[] im;

    /** All that the limits allow. */
    public Headroom(Network network, Limits limits) {
        this.network = network;
        this.limits = limits;
        this.re = new double[limits.count()];
        this.im = new double[limits.count()];
    }

    /** The greatest current that can be added at a connector with all limits kept; 0 where a limit is reached already. */
    public double most(int connector) {
        double most = Double.POSITIVE_INFINITY;
        int end = network.firstShare(connector + 1);
        for (int share = network.firstShare(connector); share < end; share++) {
            most = Math.min(most, mostAt(share));
        }
        return most;
    }

    /** The greatest current that can be added as far as one of a connector's limits is concerned. */
    double mostAt(int share) {
        int limit = network.limit(share);
        if (network.isPlain(limit)) {
            double left = limits.bound(limit) - re[limit];
            return left <= 0 ? 0 : left / network.re(share);
        }
        return mostAt(limit, network.re(share), network.im(share));
    }

    /** The limit that {@link #most} comes up against first; -1 for a connector without limits. */
    public int bottleneck(int connector) {
        int tightest = -1;
        double most = Double.POSITIVE_INFINITY;
        int end = network.firstShare(connector + 1);
        for (int share = network.firstShare(connector); share < end; share++) {
            double here = mostAt(share);
            if (here < most) {
                most = here;
                tightest = network.limit(share);
            }
        }
        return tightest;
    }

    /** Uses up current at a connector; a negative one gives it back. */
    public void add(int connector, double amps) {
        int end = network.firstShare(connector + 1);
        for (int share = network.firstShare(connector); share < end; share++) {
            int limit = network.limit(share);
            re[limit] += network.re(share) * amps;
            if (!network.isPlain(limit)) {
                im[limit] += network.im(share) * amps;
            }
        }
    }

    /** What is used of a limit, in its unit. */
    public double load(int limit) {
        return im[limit] == 0 ? Math.abs(re[limit]) : Math.hypot(re[limit], im[limit]);
    }

    /** Whether the currents added so far exceed a limit by more than rounding errors. */
    public boolean isViolated(int limit) {
        return limits.isViolated(limit, load(limit));
    }

    /** Whether none of the limits above a connector is exceeded. */
    boolean isKept(int connector) {
        int end = network.firstShare(connector + 1);
        for (int share = network.firstShare(connector); share < end; share++) {
            if (isViolated(network.limit(share))) {
                return false;
            }
        }
        return true;
    }

    /** Whether they exceed any. */
    public boolean isViolated() {
        for (int limit = 0; limit < re.length; limit++) {
            if (isViolated(limit)) {
                return true;
            }
        }
        return false;
    }

    /** The largest t of at least 0 with |sum + t * share| at most the bound. */
    private double mostAt(int limit, double shareRe, double shareIm) {
        double bound = limits.bound(limit);
        double squared = shareRe * shareRe + shareIm * shareIm;
        double along = re[limit] * shareRe + im[limit] * shareIm;
        double over = re[limit] * re[limit] + im[limit] * im[limit] - bound * bound;
        if (over >= 0) {
            // On the bound already: a current at more than a right angle to the sum still has room.
            return over <= Limits.TOLERANCE * bound * bound && along < 0 ? -2 * along / squared : 0;
        }
        double root = Math.sqrt(along * along - squared * over);
        return along > 0 ? -over / (along + root) : (root - along) / squared;
    }
}
