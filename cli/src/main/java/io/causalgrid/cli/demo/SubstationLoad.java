package io.causalgrid.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A substation's load as the least-loaded policy compares it; in whole watts, so that equal loads compare as equal.
 *
 * @param id its name
 * @param url the address the balancer knows it by
 * @param committedWatts power promised to sessions
 * @param limitWatts its capacity
 * @param sessions active ones
 */
record SubstationLoad(String id, URI url, long committedWatts, long limitWatts, int sessions) {

    /** What is promised to a request without any figures: 20 kWh, spread over four hours. */
    private static final long DEFAULT_COMMITMENT_WATTS = 5_000;

    static SubstationLoad of(JsonNode substation) {
        return new SubstationLoad(
                substation.path("id").asText(),
                URI.create(substation.path("url").asText()),
                Math.round(substation.path("committedKw").asDouble() * 1000),
                Math.round(substation.path("limitKw").asDouble() * 1000),
                substation.path("activeSessions").asInt());
    }

    double committedShare() {
        return committedWatts / (double) Math.max(1, limitWatts);
    }

    boolean isIdle() {
        return sessions == 0 && committedWatts == 0;
    }

    SubstationLoad withOneMore() {
        return new SubstationLoad(id, url, committedWatts + DEFAULT_COMMITMENT_WATTS, limitWatts, sessions + 1);
    }
}
