package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.ChargePoint;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only one that talks to the charge points. Invariant: whatever they may be doing at any instant, those included that
 * did not confirm their last order, is within the limits; it holds whatever grants are asked for. If a limit falls, it holds
 * again once the lowerings are confirmed or the leases have ended, and nothing is raised before.
 *
 * <p>How: all lowerings go out first, and only what they free, once confirmed, is used to raise. A charge point that does
 * not confirm counts at the most it may be doing until the lease of that ends, then at its fallback; meanwhile it is asked
 * again with orders that allow it nothing more. Confined to one thread.
 */
final class SafetyLayer {
    private static final double SAME_AMPS = 1e-9;

    private final Connectors connectors;
    private final Duration lease;
    private final @Nullable SentOrders[] orders;

    SafetyLayer(Connectors connectors, Duration lease, int count) {
        this.connectors = connectors;
        this.lease = lease;
        this.orders = new SentOrders[count];
    }

    /** The most a connector may be allowing now. */
    double mostAmps(Network network, int connector, Instant now) {
        SentOrders sent = orders[connector];
        return sent == null ? network.connectors().get(connector).fallbackAmps() : sent.mostAmps(now);
    }

    /** What a connector counts at whatever is done now: all it may be doing if it does not answer, else its fallback. */
    double heldAmps(Network network, int connector, Instant now) {
        SentOrders sent = orders[connector];
        return sent == null || sent.isReachable()
                ? network.connectors().get(connector).fallbackAmps()
                : sent.mostAmps(now);
    }

    boolean isReachable(int connector) {
        SentOrders sent = orders[connector];
        return sent == null || sent.isReachable();
    }

    /** From before a restart: the most a connector may have been told. */
    void presume(Network network, int connector, double amps, Instant until) {
        of(network, connector).sent(amps, until, true);
    }

    /**
     * Brings the charge points as near to the wanted grants as is safe; one without a wanted grant gets nothing. Earlier
     * grants have precedence where not all is possible.
     *
     * @return what each wanted grant's session may count on now, in the same order
     */
    List<Grant> apply(AllocationTask task, List<Grant> wanted) {
        var round = new Round(task, wanted);
        round.lower();
        return round.raise();
    }

    private SentOrders of(Network network, int connector) {
        SentOrders sent = orders[connector];
        if (sent == null) {
            sent = new SentOrders(network.connectors().get(connector).fallbackAmps());
            orders[connector] = sent;
        }
        return sent;
    }

    /** One call's work. */
    private final class Round {
        private final Network network;
        private final Limits limits;
        private final Instant now;
        private final Instant until;
        private final Instant renewBefore;
        private final List<Grant> wanted;
        private final double[] targets;
        /**
         * Those who did not answer, before this round or in it. Of the former what they were granted was not decided, only
         * counted, so it is not to be told to one that answers again.
         */
        private final BitSet silent = new BitSet();

        Round(AllocationTask task, List<Grant> wanted) {
            this.network = task.network();
            this.limits = task.limits();
            this.now = task.now();
            this.until = now.plus(lease);
            Duration half = lease.dividedBy(2);
            this.renewBefore = now.plus(task.step().compareTo(half) > 0 ? task.step() : half);
            this.wanted = wanted;
            this.targets = new double[orders.length];
            for (Grant grant : wanted) {
                targets[grant.demand().connector()] = grant.amps();
            }
        }

        void lower() {
            for (int connector = 0; connector < orders.length; connector++) {
                SentOrders sent = orders[connector];
                if (sent == null) {
                    continue;
                }
                double most = sent.mostAmps(now);
                if (!sent.isReachable()) {
                    silent.set(connector);
                    SentOrders.Order question = sent.question(now, until);
                    tell(connector, sent, question.amps(), question.until());
                } else if (targets[connector] < most - SAME_AMPS && needsTelling(connector, sent)) {
                    tell(connector, sent, targets[connector], until);
                    silent.set(connector, !sent.isReachable());
                }
            }
        }

        List<Grant> raise() {
            double[] most = new double[orders.length];
            var headroom = new Headroom(network, limits);
            // In the order in which all lies in memory, since that of the grants is one of chance.
            for (int connector = 0; connector < orders.length; connector++) {
                renew(connector);
                most[connector] = mostAmps(network, connector, now);
                if (most[connector] > 0) {
                    headroom.add(connector, most[connector]);
                }
            }
            List<Grant> result = new ArrayList<>(wanted.size());
            for (Grant grant : wanted) {
                int connector = grant.demand().connector();
                if (silent.get(connector)) {
                    result.add(asLastTold(grant, of(network, connector)));
                } else {
                    boolean isMore = grant.amps() > most[connector] + SAME_AMPS;
                    result.add(isMore ? raised(grant, most[connector], headroom) : grant);
                }
            }
            return result;
        }

        /** Has one that goes on as before do so for another lease, in time. */
        private void renew(int connector) {
            SentOrders sent = orders[connector];
            if (sent == null || silent.get(connector)) {
                return;
            }
            boolean isUnchanged = Math.abs(sent.mostAmps(now) - targets[connector]) <= SAME_AMPS;
            if (isUnchanged && sent.until().isBefore(renewBefore) && needsTelling(connector, sent)) {
                tell(connector, sent, sent.mostAmps(now), until);
            }
        }

        private Grant raised(Grant grant, double most, Headroom headroom) {
            int connector = grant.demand().connector();
            SentOrders sent = of(network, connector);
            double target = grant.amps();
            double room = headroom.most(connector);
            ChargePoint chargePoint = network.connectors().get(connector).chargePoint();
            double power = target - most <= room + SAME_AMPS ? target : chargePoint.floor(most + room);
            if (power <= most + SAME_AMPS) {
                return new Grant(grant.demand(), sent.leastAmps(now), Reason.WAITING_FOR_LOWERING, grant.bottleneck());
            }
            headroom.add(connector, power - most);
            tell(connector, sent, power, until);
            if (!sent.isReachable()) {
                return asLastTold(grant, sent);
            }
            Reason reason = power < target - SAME_AMPS ? Reason.WAITING_FOR_LOWERING : grant.reason();
            return new Grant(grant.demand(), power, reason, grant.bottleneck());
        }

        private Grant asLastTold(Grant grant, SentOrders sent) {
            return new Grant(grant.demand(), sent.leastAmps(now), Reason.UNREACHABLE);
        }

        /** Whether it would not do what is wanted by itself. */
        private boolean needsTelling(int connector, SentOrders sent) {
            double fallback = network.connectors().get(connector).fallbackAmps();
            return targets[connector] != fallback || sent.leastAmps(now) != fallback || sent.mostAmps(now) != fallback;
        }

        private void tell(int connector, SentOrders sent, double amps, Instant leaseEnd) {
            sent.sent(amps, leaseEnd, connectors.set(connector, amps, leaseEnd));
        }
    }
}
