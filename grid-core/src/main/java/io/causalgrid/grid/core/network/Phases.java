package io.causalgrid.grid.core.network;

/**
 * Which of the lines a, b and c a connector is connected to. Loads are taken to have a power factor of one, so a current
 * has the angle of its voltage; the lines follow one another by 120 degrees, a line pair's voltage leads its first line's
 * by 30.
 */
public enum Phases {
    /** Line a to neutral. */
    A,
    /** Line b to neutral. */
    B,
    /** Line c to neutral. */
    C,
    /** Line a to line b. */
    AB,
    /** Line b to line c. */
    BC,
    /** Line c to line a. */
    CA,
    /** All three lines, with the same current in each. */
    ABC;

    /** What one ampere of a connector is in each line. */
    LineCurrents currents() {
        Phasor none = Phasor.ZERO;
        return switch (this) {
            case A -> new LineCurrents(Phasor.atDegrees(0), none, none);
            case B -> new LineCurrents(none, Phasor.atDegrees(-120), none);
            case C -> new LineCurrents(none, none, Phasor.atDegrees(120));
            case AB -> new LineCurrents(Phasor.atDegrees(30), Phasor.atDegrees(-150), none);
            case BC -> new LineCurrents(none, Phasor.atDegrees(-90), Phasor.atDegrees(90));
            case CA -> new LineCurrents(Phasor.atDegrees(-30), none, Phasor.atDegrees(150));
            case ABC -> new LineCurrents(Phasor.atDegrees(0), Phasor.atDegrees(-120), Phasor.atDegrees(120));
        };
    }
}
