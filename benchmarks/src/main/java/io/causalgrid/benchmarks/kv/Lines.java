package io.causalgrid.benchmarks.kv;

import static io.causalgrid.benchmarks.kv.Measurement.DURABLE_WRITES;
import static io.causalgrid.benchmarks.kv.Measurement.INTERVAL_WRITES;
import static io.causalgrid.benchmarks.kv.Measurement.READS;
import static io.causalgrid.benchmarks.kv.Measurement.SIMPLE_API;
import static io.causalgrid.benchmarks.kv.Measurement.VISIBILITY;
import static io.causalgrid.benchmarks.report.Target.Bound.AT_LEAST;
import static io.causalgrid.benchmarks.report.Target.Bound.AT_MOST;

import io.causalgrid.benchmarks.report.Target;
import java.util.List;

/** How the report's lines are called, which of them are compared, and what is to be reached. */
final class Lines {
    static final String NOTHING_GET = "do-nothing GET";
    static final String GET = "GET";
    static final String GET_TOKEN = "GET with a satisfied token";
    static final String REDIS_GET = "Redis GET";
    static final String ETCD_GET = "etcd get, 1 member, serializable";

    static final String NOTHING_PUT = "do-nothing PUT";
    static final String PUT = "PUT";
    static final String BATCH_KEYS = "keys of batches of 100";
    static final String REDIS_SET = "Redis SET";
    static final String ETCD_PUT = "etcd put, 1 member";
    static final String ETCD_PUT_3 = "etcd put, 3 members";

    static final String SIMPLE_GET = "GET /get/{key}";
    static final String NOTHING_SIMPLE_GET = "do-nothing GET, JSON";
    static final String SIMPLE_WRITE = "POST /write";
    static final String NOTHING_SIMPLE_WRITE = "do-nothing POST, JSON";

    static final String IDLE = "idle";
    static final String LOADED = "under load";

    /** Two lines of a measurement whose ratio is a line of its own. */
    record Ratio(Measurement measurement, String name, String dividend, String divisor) {
        Ratio(Measurement measurement, String dividend, String divisor) {
            this(measurement, dividend + " / " + divisor, dividend, divisor);
        }
    }

    /** Each is left out where one of its lines was not measured. */
    static final List<Ratio> RATIOS = List.of(
            new Ratio(READS, GET, NOTHING_GET),
            new Ratio(READS, GET_TOKEN, NOTHING_GET),
            new Ratio(READS, GET, REDIS_GET),
            new Ratio(READS, GET, ETCD_GET),
            new Ratio(DURABLE_WRITES, PUT, NOTHING_PUT),
            new Ratio(DURABLE_WRITES, BATCH_KEYS, PUT),
            new Ratio(DURABLE_WRITES, PUT, REDIS_SET),
            new Ratio(DURABLE_WRITES, PUT, ETCD_PUT),
            new Ratio(DURABLE_WRITES, PUT, ETCD_PUT_3),
            new Ratio(INTERVAL_WRITES, PUT, NOTHING_PUT),
            new Ratio(INTERVAL_WRITES, BATCH_KEYS, PUT),
            new Ratio(INTERVAL_WRITES, PUT, REDIS_SET),
            new Ratio(SIMPLE_API, SIMPLE_GET, NOTHING_SIMPLE_GET),
            new Ratio(SIMPLE_API, SIMPLE_WRITE, NOTHING_SIMPLE_WRITE));

    static final List<Target> TARGETS = List.of(
            ratioAtLeast(READS, GET, NOTHING_GET, 0.85),
            ratioAtLeast(READS, GET_TOKEN, NOTHING_GET, 0.80),
            ratioAtLeast(DURABLE_WRITES, PUT, NOTHING_PUT, 0.35),
            ratioAtLeast(DURABLE_WRITES, PUT, ETCD_PUT, 3),
            ratioAtLeast(DURABLE_WRITES, PUT, ETCD_PUT_3, 3),
            ratioAtLeast(DURABLE_WRITES, BATCH_KEYS, PUT, 15),
            ratioAtLeast(INTERVAL_WRITES, PUT, NOTHING_PUT, 0.60),
            ratioAtLeast(INTERVAL_WRITES, BATCH_KEYS, PUT, 15),
            new Target(VISIBILITY.heading(), visible(IDLE, "99th percentile"), AT_MOST, 10));

    private Lines() {}

    /** Until the other replicas had what was written for that line. */
    static String settled(String line) {
        return line + ": until all have it";
    }

    /** Until it was read elsewhere. */
    static String visible(String when, String statistic) {
        return when + ": readable elsewhere, " + statistic;
    }

    /** How long the read takes by itself. */
    static String roundTrip(String when, String statistic) {
        return when + ": that read repeated, " + statistic;
    }

    private static Target ratioAtLeast(Measurement measurement, String dividend, String divisor, double limit) {
        return new Target(measurement.heading(), new Ratio(measurement, dividend, divisor).name(), AT_LEAST, limit);
    }
}
