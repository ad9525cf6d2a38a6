package io.causalgrid.grid.core.network;

import java.util.List;

/** The currents in the lines a, b and c. */
record LineCurrents(Phasor a, Phasor b, Phasor c) {
    List<Phasor> lines() {
        return List.of(a, b, c);
    }

    /**
     * The currents on the delta side of a transformer whose wye side carries these (Kersting, Distribution System
     * Modeling and Analysis, 8.3, with a unit turns ratio for the windings of one leg).
     *
     * @param turns of a delta winding for each turn of its wye winding
     */
    LineCurrents throughDeltaWye(double turns) {
        return new LineCurrents(
                a.minus(c).times(1 / turns),
                b.minus(a).times(1 / turns),
                c.minus(b).times(1 / turns));
    }
}
