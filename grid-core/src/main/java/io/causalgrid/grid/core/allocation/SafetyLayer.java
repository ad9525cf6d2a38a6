package io.causalgrid.grid.core.allocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The only one that talks to the connectors. Invariant: what all connectors may be drawing at any instant, those
 * included that did not confirm their last order, is at most the limit; it holds whatever grants are asked for. If the
 * limit falls, it holds again once the lowerings are confirmed, and nothing is raised before.
 *
 * <p>How: first everything is cut to fit, then all lowerings go out, and only what they free, once confirmed, is used to
 * raise. A connector that does not confirm counts at the most it may be drawing. Confined to one thread.
 */
public final class SafetyLayer {
    private final Connectors connectors;
    /** For each session the most it may be drawing; absent is 0. */
    private final Map<String, Double> worstCaseWatts = new HashMap<>();

    public SafetyLayer(Connectors connectors) {
        this.connectors = connectors;
    }

    /** What may be drawn in total, at the worst. */
    public double worstCaseWatts() {
        return worstCaseWatts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Brings the connectors as near to the wanted grants as is safe; who is not among them gets nothing. Earlier grants
     * in the list have precedence where not all is possible.
     *
     * @return what each of them may count on now, in the same order
     */
    public List<Grant> apply(double limitWatts, List<Grant> wanted) {
        List<Grant> targets = cutToFit(limitWatts, wanted);
        lower(targets);
        return raise(limitWatts, targets);
    }

    private static List<Grant> cutToFit(double limitWatts, List<Grant> wanted) {
        List<Grant> targets = new ArrayList<>(wanted.size());
        double left = Math.max(0, limitWatts);
        for (Grant grant : wanted) {
            Grant target = cut(grant, left);
            left -= target.powerWatts();
            targets.add(target);
        }
        return targets;
    }

    /** The grant, if it fits; else what is left, if a charge point can be told so little; else nothing. */
    private static Grant cut(Grant grant, double leftWatts) {
        Demand demand = grant.demand();
        double power = Math.min(Math.min(grant.powerWatts(), demand.ceilingWatts()), leftWatts);
        if (!(power > 0 && power >= demand.floorWatts())) { // also not a number
            power = 0;
        }
        Reason reason = power == 0 && grant.powerWatts() != 0 ? Reason.CUT_BY_SAFETY : grant.reason();
        return new Grant(demand, power, reason);
    }

    private void lower(List<Grant> targets) {
        Map<String, Double> targetWatts = HashMap.newHashMap(targets.size());
        targets.forEach(target -> targetWatts.put(target.sessionId(), target.powerWatts()));
        for (Iterator<Map.Entry<String, Double>> all = worstCaseWatts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Double> entry = all.next();
            double target = targetWatts.getOrDefault(entry.getKey(), 0.0);
            if (target < entry.getValue() && connectors.set(entry.getKey(), target)) {
                if (target == 0) {
                    all.remove();
                } else {
                    entry.setValue(target);
                }
            }
        }
    }

    private List<Grant> raise(double limitWatts, List<Grant> targets) {
        List<Grant> result = new ArrayList<>(targets.size());
        double headroom = limitWatts - worstCaseWatts();
        for (Grant target : targets) {
            double present = worstCaseWatts.getOrDefault(target.sessionId(), 0.0);
            double rise = target.powerWatts() - present;
            if (rise <= 0) {
                result.add(target);
                continue;
            }
            double power = present + Math.min(rise, headroom);
            if (power <= present || power < target.demand().floorWatts()) {
                result.add(new Grant(target.demand(), present, Reason.WAITING_FOR_LOWERING));
                continue;
            }
            headroom -= power - present;
            worstCaseWatts.put(target.sessionId(), power);
            boolean confirmed = connectors.set(target.sessionId(), power);
            result.add(new Grant(target.demand(), confirmed ? power : present, target.reason()));
        }
        return result;
    }
}
