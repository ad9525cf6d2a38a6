package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Terminal;
import java.time.Duration;

/** Shows how far something has come, and for how long it has been going on. */
final class Progress {

    private final Terminal terminal;
    private final long began = System.nanoTime();

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(String text) {
        terminal.progress(text, Duration.ofNanos(System.nanoTime() - began));
    }
}
