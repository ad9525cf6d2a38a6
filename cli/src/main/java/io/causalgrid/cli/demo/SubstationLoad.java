package io.causalgrid.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;

/**
 * A substation's load as the least-loaded policy compares it.
 *
 * @param id its name
 * @param url the address the balancer knows it by
 * @param committedKw power promised to sessions
 * @param limitKw its capacity
 * @param sessions active ones
 */
record SubstationLoad(String id, URI url, double committedKw, double limitKw, int sessions) {

    /** What a request without any figures is given: its maximum power. */
    private static final double DEFAULT_REQUEST_KW = 7.4;

    static SubstationLoad of(JsonNode substation) {
        return new SubstationLoad(
                substation.path("id").asText(),
                URI.create(substation.path("url").asText()),
                substation.path("committedKw").asDouble(),
                substation.path("limitKw").asDouble(),
                substation.path("activeSessions").asInt());
    }

    double committedShare() {
        return committedKw / limitKw;
    }

    boolean isIdle() {
        return sessions == 0 && committedKw == 0;
    }

    SubstationLoad withOneMore() {
        return new SubstationLoad(id, url, committedKw + DEFAULT_REQUEST_KW, limitKw, sessions + 1);
    }
}
