package io.causalgrid.benchmarks.cluster;

import java.util.regex.Pattern;

/** Reads the heap's size from a service's metrics, in Prometheus' text format. */
final class HeapMetrics {
    private static final Pattern USED =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*}\\s+([0-9.E+]+)$");

    private HeapMetrics() {}

    /**
     * The bytes in use, of all parts of the heap.
     *
     * @throws ReplicaTroubleException if the metric is not there
     */
    static long usedBytes(String metrics) {
        double sum = USED.matcher(metrics)
                .results()
                .mapToDouble(part -> Double.parseDouble(part.group(1)))
                .sum();
        if (sum == 0) {
            throw new ReplicaTroubleException("a replica's metrics say nothing of its heap");
        }
        return (long) sum;
    }
}
