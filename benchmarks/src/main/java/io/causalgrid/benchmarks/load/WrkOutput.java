package io.causalgrid.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk says at its end.
 *
 * @param requestsPerSecond that were answered, all of them with success
 */
record WrkOutput(double requestsPerSecond) {
    private static final Pattern RATE = Pattern.compile("(?m)^Requests/sec:\\s+([0-9.]+)$");
    private static final Pattern FAILURE = Pattern.compile("(?m)^\\s*(?:Non-2xx|Socket errors).*$");

    /**
     * Reads it.
     *
     * @throws LoadException if a request was refused or lost, or this is not what wrk says
     */
    static WrkOutput parse(String text) {
        Matcher failure = FAILURE.matcher(text);
        if (failure.find()) {
            throw new LoadException(
                    "not all requests were served: " + failure.group().strip());
        }
        Matcher rate = RATE.matcher(text);
        if (!rate.find()) {
            throw new LoadException("wrk did not end as it should:\n" + text.strip());
        }
        return new WrkOutput(Double.parseDouble(rate.group(1)));
    }
}
