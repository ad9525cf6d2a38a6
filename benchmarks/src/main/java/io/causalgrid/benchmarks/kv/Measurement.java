package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.report.Heading;
import java.util.Arrays;
import java.util.Optional;

/** What can be measured, by the number that chooses it. */
enum Measurement {
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

    static Optional<Measurement> ofNumber(int number) {
        return Arrays.stream(values())
                .filter(measurement -> measurement.number == number)
                .findFirst();
    }

    Heading heading() {
        return new Heading(number, title);
    }
}
