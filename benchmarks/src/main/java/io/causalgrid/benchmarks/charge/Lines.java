package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.report.Target;
import io.causalgrid.benchmarks.report.Target.Bound;
import java.util.List;

/** How the report's lines are called, which of them are compared, and what is to be reached. */
final class Lines {
    static final String BARE = "nginx, bare substations";
    static final String MEMORY = "gateway, journal in memory";
    static final String STORE = "gateway, journal in the store";

    static final String READY = "its process answers";
    static final String FULL_POWER = "all its sessions have the power they had";

    /** Two cases whose rates' ratio is a line of its own. */
    record Ratio(String dividend, String divisor) {
        String name() {
            return dividend + " / " + divisor;
        }
    }

    /** Each is left out where one of its cases was not measured. */
    static final List<Ratio> RATIOS = List.of(new Ratio(MEMORY, BARE), new Ratio(STORE, MEMORY));

    static final List<Target> TARGETS =
            List.of(new Target(Measurement.RATES.heading(), new Ratio(MEMORY, BARE).name(), Bound.AT_LEAST, 0.5));

    private Lines() {}

    /** How long a charge takes. */
    static String time(String name, String statistic) {
        return name + ": " + statistic;
    }

    /** All requests that did not succeed. */
    static String failures(String name) {
        return name + ": without success";
    }

    /** Those of one kind. */
    static String failures(String name, String kind) {
        return name + ": " + kind;
    }

    /** What a session costs, with so many clients at it. */
    static String cost(int clients, String what) {
        return what + " a session, " + clients + (clients == 1 ? " client" : " clients");
    }
}
