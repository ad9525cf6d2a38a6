package io.causalgrid.grid.core.feeder;

import java.util.List;
import java.util.Map;

/**
 * What a substation says to the others below its feeder. Only its owner writes it; of two rows the one with the higher claim holds,
 * and of the same claim the one with the higher version.
 *
 * @param substation whose row it is
 * @param claim of the owner that says it
 * @param version grows with each row of an owner
 * @param request the number of its latest request, from which its loans' terms are reckoned
 * @param wantedWatts what it could use beyond its own right now
 * @param spareWatts what it could lend in all
 * @param loans that it has made and that may still be used
 * @param released by lender, the number up to which it uses none of the loans to this owner any more
 */
public record FeederRow(
        String substation,
        long claim,
        long version,
        long request,
        double wantedWatts,
        double spareWatts,
        List<Loan> loans,
        Map<String, Long> released) {
    public FeederRow {
        loans = List.copyOf(loans);
        released = Map.copyOf(released);
        if (!(wantedWatts >= 0 && wantedWatts < Double.POSITIVE_INFINITY)
                || !(spareWatts >= 0 && spareWatts < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("wants %s W, spares %s W".formatted(wantedWatts, spareWatts));
        }
    }

    /** Whether it is to be believed rather than another one of the same substation. */
    boolean isNewerThan(FeederRow other) {
        return claim > other.claim() || (claim == other.claim() && version > other.version());
    }

    /** Whether both are of the same owner's same request. */
    boolean isSameRequestAs(FeederRow other) {
        return claim == other.claim() && request == other.request();
    }
}
