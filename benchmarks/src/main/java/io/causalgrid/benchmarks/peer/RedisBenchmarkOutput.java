package io.causalgrid.benchmarks.peer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code redis-benchmark --csv} says. */
final class RedisBenchmarkOutput {
    private RedisBenchmarkOutput() {}

    /**
     * The operations a second.
     *
     * @throws PeerException if it does not tell them, or tells of an error
     */
    static double perSecond(Redis.Operation operation, String output) {
        Matcher line =
                Pattern.compile("(?m)^\"" + operation + "\",\"([0-9.]+)\"").matcher(output);
        if (output.contains("Error") || !line.find()) {
            throw new PeerException("redis-benchmark did not end as it should:\n" + output.strip());
        }
        return Double.parseDouble(line.group(1));
    }
}
