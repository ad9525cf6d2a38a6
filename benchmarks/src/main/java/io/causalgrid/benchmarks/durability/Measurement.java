package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.command.Chosen;
import io.causalgrid.benchmarks.report.Heading;

/** What can be measured, by the number that chooses it. */
enum Measurement implements Chosen {
    WRITES(1, "Writes a second"),
    RESTART(2, "From start until ready"),
    SNAPSHOT(3, "Catching up from an empty disk by a snapshot"),
    FOLLOWER(4, "Catching up by the log"),
    MEMORY(5, "Memory of a replica"),
    DISK(6, "Disk of a replica");

    private final int number;
    private final String title;

    Measurement(int number, String title) {
        this.number = number;
        this.title = title;
    }

    @Override
    public Heading heading() {
        return new Heading(number, title);
    }

    /** Of a part of it. */
    Heading heading(String part) {
        return new Heading(number, title + ", " + part);
    }
}
