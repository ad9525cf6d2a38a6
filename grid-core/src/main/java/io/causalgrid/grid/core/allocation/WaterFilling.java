package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Progressive filling: everyone stands in the same water, whose level (in watts) rises. Whoever's floor is above the level
 * has its floor; whoever is full stays behind; and when a limit is reached, all who could only rise by exceeding it stay at
 * that level. That this is max-min fair needs the {@linkplain Network promise of a network}.
 *
 * <p>Between these bends the load of a limit is a straight line over the level, kept as base and slope. The bends of the
 * demands are sorted once; the limits wait in a heap by the level at which they will be reached. A rising one makes its
 * limits come earlier, one that stops makes a plain sum come later, which is noticed only when it is the plain sum's turn.
 * All in all O((n d + r) log r + n log n) for n demands below d of r limits. Confined to one thread, used once.
 */
final class WaterFilling {
    private static final byte AT_FLOOR = 0;
    private static final byte RISING = 1;
    private static final byte SETTLED = 2;
    /** How near to its bound a limit counts as reached; far inside the tolerance for violations. */
    private static final double REACHED = 1e-12;

    private static final double NOTHING_AMPS = 1e-9;
    private static final int NONE = -1;

    private final AllocationTask task;
    private final Network network;
    private final Limits limits;
    private final int count;
    private final int[] connectors;
    private final double[] floorWatts;
    private final double[] ceilingWatts;
    private final double[] ampsPerWatt;
    private final double[] amps;
    private final byte[] states;
    private final int[] bottlenecks;
    private final int[] demandAt;

    private final double[] baseRe;
    private final double[] baseIm;
    private final double[] slopeRe;
    private final double[] slopeIm;
    private final int[] rising;
    private final RowQueue queue;
    private double level;

    WaterFilling(AllocationTask task) {
        this.task = task;
        this.network = task.network();
        this.limits = task.limits();
        this.count = task.demands().size();
        this.connectors = new int[count];
        this.floorWatts = new double[count];
        this.ceilingWatts = new double[count];
        this.ampsPerWatt = new double[count];
        this.amps = new double[count];
        this.states = new byte[count];
        this.bottlenecks = new int[count];
        this.demandAt = new int[network.connectors().size()];
        int rows = limits.count();
        this.baseRe = new double[rows];
        this.baseIm = new double[rows];
        this.slopeRe = new double[rows];
        this.slopeIm = new double[rows];
        this.rising = new int[rows];
        this.queue = new RowQueue(rows);
        read();
    }

    /** The division; who has the least power comes first. */
    List<Grant> grants() {
        fill();
        double[] watts = new double[count];
        for (int i = 0; i < count; i++) {
            watts[i] = amps[i] / ampsPerWatt[i];
        }
        List<Grant> grants = new ArrayList<>(count);
        for (int i : Ordering.ascending(watts)) {
            grants.add(grant(i));
        }
        return grants;
    }

    private Grant grant(int i) {
        Demand demand = task.demands().get(i);
        if (bottlenecks[i] == NONE || amps[i] >= demand.ceilingAmps() - NOTHING_AMPS) {
            return new Grant(demand, demand.ceilingAmps(), Reason.FULL_POWER);
        }
        boolean isAtFloor = amps[i] == demand.floorAmps() && amps[i] > 0;
        Reason reason = isAtFloor ? Reason.MINIMUM_CURRENT : Reason.EQUAL_SHARE;
        return new Grant(demand, amps[i], reason, network.limits().get(bottlenecks[i]));
    }

    private void read() {
        Arrays.fill(demandAt, NONE);
        Arrays.fill(bottlenecks, NONE);
        for (int i = 0; i < count; i++) {
            Demand demand = task.demands().get(i);
            int connector = demand.connector();
            double wattsPerAmp = network.watts(connector, 1);
            connectors[i] = connector;
            demandAt[connector] = i;
            ampsPerWatt[i] = 1 / wattsPerAmp;
            amps[i] = demand.floorAmps();
            floorWatts[i] = demand.floorAmps() * wattsPerAmp;
            ceilingWatts[i] = demand.ceilingAmps() * wattsPerAmp;
            addToBase(i, demand.floorAmps());
        }
    }

    private void fill() {
        int[] beginnings = Ordering.ascending(floorWatts);
        int[] ends = Ordering.ascending(ceilingWatts);
        int nextBeginning = 0;
        int nextEnd = 0;
        while (nextEnd < count) {
            double beginning = nextBeginning < count ? floorWatts[beginnings[nextBeginning]] : Double.POSITIVE_INFINITY;
            double end = ceilingWatts[ends[nextEnd]];
            double reached = queue.firstLevel();
            if (beginning <= end && beginning <= reached) {
                begin(beginnings[nextBeginning++]);
            } else if (end <= reached) {
                end(ends[nextEnd++]);
            } else {
                reach(queue.first());
            }
        }
    }

    /** The water has come up to the floor of a demand. */
    private void begin(int i) {
        if (states[i] != AT_FLOOR) {
            return;
        }
        level = Math.max(level, floorWatts[i]);
        states[i] = RISING;
        addToBase(i, -amps[i]);
        addToSlope(i, ampsPerWatt[i], 1);
        int end = network.firstShare(connectors[i] + 1);
        for (int share = network.firstShare(connectors[i]); share < end; share++) {
            int row = network.limit(share);
            queue.set(row, levelReached(row));
        }
    }

    /** The water has come up to the ceiling of a demand. */
    private void end(int i) {
        if (states[i] == RISING) {
            level = Math.max(level, ceilingWatts[i]);
            settle(i, task.demands().get(i).ceilingAmps());
        }
        states[i] = SETTLED;
    }

    private void reach(int row) {
        double exactly = levelReached(row);
        if (exactly > queue.level(row) * (1 + REACHED)) {
            queue.set(row, exactly);
            return;
        }
        level = Math.max(level, exactly);
        double re = baseRe[row] + slopeRe[row] * level;
        double im = baseIm[row] + slopeIm[row] * level;
        int before = rising[row];
        stop(row, re, im);
        if (rising[row] == before) {
            stop(row, 0, 0); // only rounding can bring us here
        }
        queue.set(row, levelReached(row));
    }

    /** Stops those who can only rise by exceeding a limit that has reached a sum; all of them for a sum of zero. */
    private void stop(int row, double re, double im) {
        boolean isPlain = network.isPlain(row) || (re == 0 && im == 0);
        int end = network.firstMember(row + 1);
        for (int member = network.firstMember(row); member < end; member++) {
            int i = demandAt[network.member(member)];
            if (i == NONE || states[i] == SETTLED) {
                continue;
            }
            int share = network.shareOfMember(member);
            if (isPlain || re * network.re(share) + im * network.im(share) > 0) {
                bottlenecks[i] = row;
                if (states[i] == RISING) {
                    settle(i, level * ampsPerWatt[i]);
                }
                states[i] = SETTLED;
            }
        }
    }

    private void settle(int i, double atAmps) {
        states[i] = SETTLED;
        amps[i] = atAmps;
        addToBase(i, atAmps);
        addToSlope(i, -ampsPerWatt[i], -1);
        int end = network.firstShare(connectors[i] + 1);
        for (int share = network.firstShare(connectors[i]); share < end; share++) {
            int row = network.limit(share);
            if (!network.isPlain(row)) {
                queue.set(row, levelReached(row));
            }
        }
    }

    /** The level at which a limit will be reached if nobody begins or stops; infinity if it will not. */
    private double levelReached(int row) {
        if (rising[row] == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double bound = limits.bound(row);
        if (network.isPlain(row)) {
            return Math.max(level, (bound - baseRe[row]) / slopeRe[row]);
        }
        double re = baseRe[row] + slopeRe[row] * level;
        double im = baseIm[row] + slopeIm[row] * level;
        double squared = slopeRe[row] * slopeRe[row] + slopeIm[row] * slopeIm[row];
        double along = re * slopeRe[row] + im * slopeIm[row];
        double over = re * re + im * im - bound * bound;
        if (over >= -REACHED * bound * bound && along > 0) {
            return level;
        }
        double root = Math.sqrt(Math.max(0, along * along - squared * over));
        double rise = along > 0 ? -over / (along + root) : (root - along) / squared;
        return level + Math.max(0, rise);
    }

    private void addToBase(int i, double added) {
        if (added != 0) {
            int end = network.firstShare(connectors[i] + 1);
            for (int share = network.firstShare(connectors[i]); share < end; share++) {
                int row = network.limit(share);
                baseRe[row] += network.re(share) * added;
                baseIm[row] += network.im(share) * added;
            }
        }
    }

    private void addToSlope(int i, double added, int risers) {
        int end = network.firstShare(connectors[i] + 1);
        for (int share = network.firstShare(connectors[i]); share < end; share++) {
            int row = network.limit(share);
            slopeRe[row] += network.re(share) * added;
            slopeIm[row] += network.im(share) * added;
            rising[row] += risers;
        }
    }
}
