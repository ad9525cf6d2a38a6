package io.causalgrid.cli.command;

import java.util.Locale;

/** Numbers as people read them. */
final class Quantities {

    private static final long KIB = 1024;

    private Quantities() {}

    static String keys(long count) {
        return String.format(Locale.ROOT, count == 1 ? "%,d key" : "%,d keys", count);
    }

    static String bytes(long count) {
        if (count < KIB) {
            return count + " B";
        }
        return count < KIB * KIB
                ? String.format(Locale.ROOT, "%.1f KiB", (double) count / KIB)
                : String.format(Locale.ROOT, "%.1f MiB", (double) count / (KIB * KIB));
    }
}
