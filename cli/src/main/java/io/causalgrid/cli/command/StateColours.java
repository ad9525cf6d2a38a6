package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Colour;

/** The colours of what a replica or a link is doing. */
final class StateColours {

    private StateColours() {}

    static Colour of(String state) {
        return switch (state) {
            case "ready", "connected" -> Colour.GREEN;
            case "catching-up", "connecting" -> Colour.YELLOW;
            default -> Colour.RED;
        };
    }
}
