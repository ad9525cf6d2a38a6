package io.causalgrid.grid.core.network;

/**
 * A bound on a magnitude: {@code |sum over connectors of (re + i im) * amps| <= bound}. Where all {@code im} are zero that
 * is a plain sum.
 *
 * @param id unique within its network, but for guards
 * @param profile the bound over time
 * @param guard whether it is one that the network adds to keep {@link Network}'s promise about currents below the grants;
 *     it has the id and bound of the limit it guards
 */
public record Limit(String id, Unit unit, LimitProfile profile, boolean guard) {
    /** An ordinary one. */
    public Limit(String id, Unit unit, LimitProfile profile) {
        this(id, unit, profile, false);
    }
}
