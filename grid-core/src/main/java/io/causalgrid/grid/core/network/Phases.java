package io.causalgrid.grid.core.network;

import java.util.List;

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
    /** All three lines, with the same current in each; a vehicle of one phase uses a, one of two a and b. */
    ABC,
    /** All three lines; a vehicle of one phase uses b, one of two b and c. */
    BCA,
    /** All three lines; a vehicle of one phase uses c, one of two c and a. */
    CAB,
    /** Lines a and b to neutral, with the same current in each: a vehicle of two phases, never a connector. */
    A_AND_B,
    /** Lines b and c to neutral. */
    B_AND_C,
    /** Lines c and a to neutral. */
    C_AND_A;

    /** How a connector may be connected. */
    public static final List<Phases> OF_CONNECTORS = List.of(A, B, C, AB, BC, CA, ABC, BCA, CAB);

    private static final Phasor NONE = Phasor.ZERO;
    private static final Phasor ON_A = Phasor.atDegrees(0);
    private static final Phasor ON_B = Phasor.atDegrees(-120);
    private static final Phasor ON_C = Phasor.atDegrees(120);

    /** Whether it is a connector of which vehicles may use one, two or three phases. */
    boolean isThreePhase() {
        return this == ABC || this == BCA || this == CAB;
    }

    /**
     * What a vehicle of so many phases uses of a connector.
     *
     * @param count 1 to 3
     */
    Phases usedBy(int count) {
        return switch (this) {
            case ABC -> count == 1 ? A : count == 2 ? A_AND_B : this;
            case BCA -> count == 1 ? B : count == 2 ? B_AND_C : this;
            case CAB -> count == 1 ? C : count == 2 ? C_AND_A : this;
            case A, B, C, AB, BC, CA, A_AND_B, B_AND_C, C_AND_A -> this;
        };
    }

    /** What one ampere of a connector is in each line. */
    LineCurrents currents() {
        return switch (this) {
            case A -> new LineCurrents(ON_A, NONE, NONE);
            case B -> new LineCurrents(NONE, ON_B, NONE);
            case C -> new LineCurrents(NONE, NONE, ON_C);
            case AB -> new LineCurrents(Phasor.atDegrees(30), Phasor.atDegrees(-150), NONE);
            case BC -> new LineCurrents(NONE, Phasor.atDegrees(-90), Phasor.atDegrees(90));
            case CA -> new LineCurrents(Phasor.atDegrees(-30), NONE, Phasor.atDegrees(150));
            case ABC, BCA, CAB -> new LineCurrents(ON_A, ON_B, ON_C);
            case A_AND_B -> new LineCurrents(ON_A, ON_B, NONE);
            case B_AND_C -> new LineCurrents(NONE, ON_B, ON_C);
            case C_AND_A -> new LineCurrents(ON_A, NONE, ON_C);
        };
    }

    /** Those currents line by line, as a vehicle may draw them that uses fewer phases than there are. */
    List<LineCurrents> parts() {
        LineCurrents all = currents();
        return isThreePhase()
                ? List.of(
                        new LineCurrents(all.a(), NONE, NONE),
                        new LineCurrents(NONE, all.b(), NONE),
                        new LineCurrents(NONE, NONE, all.c()))
                : List.of(all);
    }
}
