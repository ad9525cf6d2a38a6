package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.command.Chosen;
import io.causalgrid.benchmarks.report.Heading;

/** What can be measured, by the number that chooses it. */
enum Measurement implements Chosen {
    RATES(1, "Charges a second, and how long one takes"),
    STORE_WRITES(2, "What a session costs the store, from its request to its end"),
    RESTART(3, "From kill -9 of a substation until its sessions charge again"),
    OUTAGES(4, "Requests without success while a process is killed and comes back");

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
