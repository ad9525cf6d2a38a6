package io.causalgrid.cli.command;

import io.causalgrid.cli.terminal.Terminal;
import java.time.Duration;

/** Shows how far something has come, and for how long it has been going on. */
final class Progress {

    private static final int BAR_LENGTH = 20;

    private final Terminal terminal;
    private final long began = System.nanoTime();

    Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(String text) {
        terminal.progress(text, Duration.ofNanos(System.nanoTime() - began));
    }

    /**
     * The same with a bar.
     *
     * @param share of what there is to do that is done, 0 to 1
     */
    void show(String text, double share) {
        int done = (int) Math.round(Math.clamp(share, 0, 1) * BAR_LENGTH);
        show("  [%s%s] %3.0f %%  %s".formatted("#".repeat(done), "-".repeat(BAR_LENGTH - done), 100 * share, text));
    }
}
