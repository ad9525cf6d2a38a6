package io.causalgrid.cli.terminal;

/** The few colours used, as ANSI's select-graphic-rendition parameters. */
public enum Colour {
    GREEN(32),
    RED(31),
    YELLOW(33),
    GREY(90),
    BOLD(1);

    private final int parameter;

    Colour(int parameter) {
        this.parameter = parameter;
    }

    /** The text between switching this colour on and off. */
    String around(String text) {
        return "\u001b[" + parameter + "m" + text + "\u001b[0m";
    }
}
