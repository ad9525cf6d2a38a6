package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the charge points as near to one division's grants as is safe, while their answers arrive; earlier grants have
 * precedence where not all is possible. One without a grant gets nothing. Confined to one thread.
 */
final class Round {
    private static final double SAME_AMPS = SentOrders.SAME_AMPS;

    private final SafetyLayer safety;
    private final OrderSettings settings;
    private final Network network;
    private final List<Grant> wanted;
    private final double[] targets;
    /** What cannot be lowered exceeds these. */
    private final BitSet overloaded;

    private final Instant renewBefore;
    /** Who did not do as told when this began: what they were granted was not decided, only counted. */
    private final BitSet fixed = new BitSet();
    /** Who refused in this round, and is not asked again in it. */
    private final BitSet refused = new BitSet();
    /** Lowerings of this round without an answer. */
    private final BitSet lowering = new BitSet();
    /** Whose lease is to be prolonged when that is possible. */
    private int[] due = new int[16];

    private int dueCount;
    /** Positions of grants that were not reached yet, in order. */
    private int[] waiting;

    /**
     * @param wanted of all connectors that are not to do what they do by themselves
     * @param overloaded limits
     */
    Round(SafetyLayer safety, AllocationTask task, List<Grant> wanted, BitSet overloaded) {
        this.safety = safety;
        this.settings = safety.settings();
        this.network = task.network();
        this.wanted = wanted;
        this.overloaded = overloaded;
        Duration half = settings.lease().dividedBy(2);
        Duration step = task.step().plus(settings.transit());
        this.renewBefore = task.now().plus(step.compareTo(half) > 0 ? step : half);
        this.targets = new double[safety.count()];
        this.waiting = new int[wanted.size()];
        for (int i = 0; i < waiting.length; i++) {
            Grant grant = wanted.get(i);
            int connector = grant.demand().connector();
            boolean isIdle = grant.sessionId().isEmpty();
            targets[connector] = isIdle ? network.connectors().get(connector).fallbackAmps() : grant.amps();
            waiting[i] = i;
        }
    }

    /** The first orders: all lowerings, and the raises that there is room for without them. */
    void begin(Limits limits, Instant now) {
        var counts = new Counts(limits, now);
        for (int connector = 0; connector < targets.length; connector++) {
            SentOrders sent = safety.known(connector);
            if (sent == null) {
                continue;
            }
            if (safety.isFixed(connector, now)) {
                fixed.set(connector);
                ask(counts, connector, sent);
            } else if (!sent.isAtRest(targets[connector], now)) {
                lower(counts, connector, sent);
            }
        }
        if (settings.deadBandAmps() > 0) {
            lowerWhatLimitsNeed(counts);
        }
        raise(counts);
        renew(counts);
    }

    /** More orders, after answers. */
    void proceed(Limits limits, Instant now) {
        if (waiting.length > 0 || dueCount > 0) {
            var counts = new Counts(limits, now);
            raise(counts);
            renew(counts);
        }
    }

    void confirmed(int connector) {
        lowering.clear(connector);
    }

    void refused(int connector) {
        lowering.clear(connector);
        refused.set(connector);
    }

    /** What the session of a wanted grant may count on. */
    Grant grant(Grant grant, Instant now) {
        int connector = grant.demand().connector();
        SentOrders sent = safety.known(connector);
        double least = safety.leastAmps(network, connector, now);
        if (sent != null && (fixed.get(connector) || refused.get(connector))) {
            return new Grant(grant.demand(), least, fixedReason(sent, now));
        }
        double missing = grant.amps() - least;
        if (missing <= SAME_AMPS) {
            return grant;
        }
        return new Grant(grant.demand(), least, waitingReason(grant, sent, missing, now), grant.bottleneck());
    }

    private Reason waitingReason(Grant grant, @Nullable SentOrders sent, double missing, Instant now) {
        if (missing < settings.deadBandAmps()) {
            return grant.reason();
        }
        boolean wasTold = sent != null && (sent.isRaising() || !sent.mayRaise(now));
        return wasTold ? Reason.WAITING_FOR_ANSWER : Reason.WAITING_FOR_LOWERING;
    }

    private static Reason fixedReason(SentOrders sent, Instant now) {
        if (sent.isSilent(now)) {
            return Reason.UNREACHABLE;
        }
        if (sent.refuses()) {
            return Reason.REFUSED;
        }
        return sent.isOver(now) ? Reason.OVERDRAWN : Reason.UNREACHABLE;
    }

    List<Grant> wanted() {
        return wanted;
    }

    /** One that does not do as told is asked what it does in a way that prolongs nothing. */
    private void ask(Counts counts, int connector, SentOrders sent) {
        boolean isOnlyOver = !sent.refuses() && !sent.isSilent(counts.now);
        if (isOnlyOver && !overloads(connector)) {
            lower(counts, connector, sent);
        } else if (sent.mayBeAskedAgain(counts.now)) {
            double fallback = network.connectors().get(connector).fallbackAmps();
            double amps = overloads(connector) ? fallback : Math.max(fallback, sent.questionAmps());
            safety.decide(new SafetyLayer.Decision(connector, amps, false), counts.now);
        }
    }

    private boolean overloads(int connector) {
        return isBelowAny(overloaded, connector);
    }

    /** Whether one of some limits, nearly always none, is above a connector. */
    private boolean isBelowAny(BitSet limits, int connector) {
        if (!limits.isEmpty()) {
            for (int share = network.firstShare(connector); share < network.firstShare(connector + 1); share++) {
                if (limits.get(network.limit(share))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Lowers, or notes that a lease is due. */
    private void lower(Counts counts, int connector, SentOrders sent) {
        if (sent.hasUnsent() && targets[connector] > sent.heardAmps(counts.now) + SAME_AMPS) {
            return; // to tell it less than a raise that it has not heard of would be to raise it, unwritten
        }
        double allowed = sent.allowedAmps(counts.now);
        double desired = desired(connector, allowed);
        double change = Math.abs(sent.lastAmps(counts.now) - desired);
        boolean isEnd = desired == network.connectors().get(connector).fallbackAmps();
        // a presumption where there is no room for it must be ended, however small the change
        boolean isTooMuch = sent.isPresumed() && !counts.hasRoomToStay(connector);
        boolean isChange = isTooMuch || (change > SAME_AMPS && (isEnd || change >= settings.deadBandAmps()));
        if (isChange && desired < allowed - SAME_AMPS) {
            tellLess(counts, connector, desired);
        } else if (isChange || sent.sureUntil().isBefore(renewBefore)) {
            addDue(connector);
        }
    }

    /** The target, or what may be told of what is allowed already; a presumption need not be a current that can be told. */
    private double desired(int connector, double allowed) {
        double target = targets[connector];
        return target <= allowed
                ? target
                : network.connectors().get(connector).currents().floor(allowed);
    }

    private void tellLess(Counts counts, int connector, double amps) {
        safety.decide(new SafetyLayer.Decision(connector, amps, counts.hasRoomToStay(connector)), counts.now);
        lowering.set(connector);
    }

    /** What the dead band has left as it is, where the limits would not allow that. */
    private void lowerWhatLimitsNeed(Counts counts) {
        var planned = new Headroom(network, counts.limits);
        double[] ignored = new double[targets.length];
        for (int connector = 0; connector < targets.length; connector++) {
            SentOrders sent = safety.known(connector);
            double target = targets[connector];
            boolean isIgnored = sent != null
                    && !fixed.get(connector)
                    && !lowering.get(connector)
                    && counts.most[connector] > target + SAME_AMPS
                    && sent.lastAmps(counts.now) > target + SAME_AMPS;
            ignored[connector] = isIgnored ? counts.most[connector] : 0;
            planned.add(connector, fixed.get(connector) || isIgnored ? counts.most[connector] : target);
        }
        for (int connector = 0; connector < targets.length; connector++) {
            if (ignored[connector] > 0 && !planned.isKept(connector)) {
                planned.add(connector, targets[connector] - ignored[connector]);
                tellLess(counts, connector, targets[connector]);
            }
        }
    }

    private void raise(Counts counts) {
        if (safety.holdsOnly()) {
            return;
        }
        int count = 0;
        for (int i = 0; i < waiting.length; i++) {
            if (!raise(counts, wanted.get(waiting[i]))) {
                waiting[count++] = waiting[i];
            }
        }
        waiting = Arrays.copyOf(waiting, count);
    }

    /** Whether nothing more is to be done for a grant in this round. */
    private boolean raise(Counts counts, Grant grant) {
        int connector = grant.demand().connector();
        double most = counts.most[connector];
        double target = targets[connector];
        if (target <= most + SAME_AMPS) {
            return true;
        }
        SentOrders sent = safety.of(network, connector);
        if (fixed.get(connector) || refused.get(connector)) {
            return true;
        }
        if (!sent.mayRaise(counts.now) || target - most < settings.deadBandAmps()) {
            return false;
        }
        double power = counts.within(connector, target, most);
        boolean isWhole = power >= target - SAME_AMPS;
        if (power <= most + SAME_AMPS || !(isWhole || lowering.isEmpty())) {
            return false;
        }
        counts.headroom.add(connector, power - most);
        counts.most[connector] = power;
        safety.raise(sent, connector, power, counts.now);
        return isWhole;
    }

    /** Those whose lease is due go on for another one, where all that counts leaves that. */
    private void renew(Counts counts) {
        int count = 0;
        for (int i = 0; i < dueCount; i++) {
            int connector = due[i];
            SentOrders sent = safety.of(network, connector);
            if (refused.get(connector) || sent.hasUnsent()) {
                continue;
            }
            if (counts.hasRoomToStay(connector)) {
                double desired = desired(connector, sent.allowedAmps(counts.now));
                safety.decide(new SafetyLayer.Decision(connector, desired, true), counts.now);
            } else {
                due[count++] = connector;
            }
        }
        dueCount = count;
    }

    private void addDue(int connector) {
        if (dueCount == due.length) {
            due = Arrays.copyOf(due, 2 * dueCount);
        }
        due[dueCount++] = connector;
    }

    /** What counts at one moment, and what that leaves. */
    private final class Counts {
        private final Limits limits;
        private final Instant now;
        private final double[] most = new double[targets.length];
        private final Headroom headroom;
        private final BitSet violated = new BitSet();

        Counts(Limits limits, Instant now) {
            this.limits = limits;
            this.now = now;
            this.headroom = new Headroom(network, limits);
            for (int connector = 0; connector < most.length; connector++) {
                most[connector] = safety.mostAmps(network, connector, now);
                if (most[connector] > 0) {
                    headroom.add(connector, most[connector]);
                }
            }
            for (int limit = 0; limit < limits.count(); limit++) {
                violated.set(limit, headroom.isViolated(limit));
            }
        }

        /** Whether a connector may go on with what counts for it, for as long as an order may last. */
        boolean hasRoomToStay(int connector) {
            return !isBelowAny(violated, connector);
        }

        /** The greatest current up to a target that there is room for. */
        double within(int connector, double target, double from) {
            double room = headroom.most(connector);
            Currents currents = network.connectors().get(connector).currents();
            return target - from <= room + SAME_AMPS ? target : currents.floor(from + room);
        }
    }
}
