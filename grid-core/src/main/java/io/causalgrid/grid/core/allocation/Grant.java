package io.causalgrid.grid.core.allocation;

/**
 * The power a session may draw, and why.
 *
 * @param demand whose it is
 * @param powerWatts 0, or between the demand's floor and ceiling
 */
public record Grant(Demand demand, double powerWatts, Reason reason) {
    public String sessionId() {
        return demand.sessionId();
    }
}
