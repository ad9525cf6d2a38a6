package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.command.Chosen;
import io.causalgrid.benchmarks.report.Heading;

/** What can be measured, by the number that chooses it. */
enum Measurement implements Chosen {
    READS(1, "Reads a second"),
    DURABLE_WRITES(2, "Writes a second, answered when they are on the disk"),
    INTERVAL_WRITES(3, "Writes a second, synced at intervals"),
    SIMPLE_API(4, "The simple API, requests a second"),
    VISIBILITY(5, "From a write's answer until another replica has answered with it");

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
}
