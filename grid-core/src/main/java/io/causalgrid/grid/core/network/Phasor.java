package io.causalgrid.grid.core.network;

/**
 * A complex number: how one ampere of a connector counts in a limit.
 *
 * @param re in phase with the voltage of line a to neutral
 * @param im a quarter turn ahead of it
 */
public record Phasor(double re, double im) {
    static final Phasor ZERO = new Phasor(0, 0);

    /** A plain number. */
    public static Phasor real(double value) {
        return new Phasor(value, 0);
    }

    static Phasor atDegrees(double degrees) {
        double radians = Math.toRadians(degrees);
        return new Phasor(Math.cos(radians), Math.sin(radians));
    }

    Phasor plus(Phasor other) {
        return new Phasor(re + other.re, im + other.im);
    }

    Phasor minus(Phasor other) {
        return new Phasor(re - other.re, im - other.im);
    }

    Phasor times(double factor) {
        return new Phasor(re * factor, im * factor);
    }

    double dot(Phasor other) {
        return re * other.re + im * other.im;
    }

    double magnitude() {
        return Math.hypot(re, im);
    }
}
