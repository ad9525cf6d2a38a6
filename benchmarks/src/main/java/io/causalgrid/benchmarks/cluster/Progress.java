package io.causalgrid.benchmarks.cluster;

import java.io.PrintStream;
import java.util.Locale;

/** Says what is going on, with the seconds since the beginning. */
public final class Progress {
    private final PrintStream out;
    private final long began = System.nanoTime();

    /** @param out where people read along */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Says one thing. */
    public void say(String what) {
        out.println(String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - began) / 1e9, what));
    }
}
