package io.causalgrid.grid.core.network;

/**
 * Where one vehicle is plugged in.
 *
 * @param id unique within its network
 * @param phases it is connected to
 * @param volts between its conductors: to neutral for one line, between the lines for a pair and for three
 * @param currents what currents it can be told
 * @param fallbackAmps the current it allows by itself when it has not been told anything for longer than its lease; it is
 *     set aside in every limit at all times, whether or not a vehicle is there
 */
public record Connector(String id, Phases phases, double volts, Currents currents, double fallbackAmps) {
    private static final double LINES_TO_POWER = Math.sqrt(3);

    public Connector {
        if (!(volts > 0 && volts < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("connector " + id + " has " + volts + " V");
        }
        if (!(fallbackAmps >= 0 && fallbackAmps == currents.ceil(fallbackAmps))) {
            throw new IllegalArgumentException(
                    "connector " + id + " falls back to " + fallbackAmps + " A, which it does not allow");
        }
    }

    /** One that falls back to nothing. */
    public Connector(String id, Phases phases, double volts, Currents currents) {
        this(id, phases, volts, currents, 0);
    }

    /** The power of one ampere. */
    public double wattsPerAmp() {
        return switch (phases) {
            case A, B, C, AB, BC, CA -> volts;
            case ABC, BCA, CAB -> LINES_TO_POWER * volts;
            case A_AND_B, B_AND_C, C_AND_A -> 2 * volts;
        };
    }

    /**
     * This connector as a vehicle of one or two phases uses it; itself where it has no three phases, or the vehicle uses all.
     *
     * @param count of the vehicle's phases, 1 to 3
     */
    Connector usedBy(int count) {
        Phases used = phases.usedBy(count);
        return used == phases ? this : new Connector(id, used, volts / LINES_TO_POWER, currents, fallbackAmps);
    }

    public double minAmps() {
        return currents.minAmps();
    }

    public double maxAmps() {
        return currents.maxAmps();
    }
}
