package io.causalgrid.dashboard.upstream;

import io.smallrye.mutiny.TimeoutException;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.net.UnknownHostException;

/** Says in a few words, for a visitor, why a service could not be asked. */
final class Failures {
    private static final int CAUSES_MAX = 8;

    private Failures() {}

    static String describe(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < CAUSES_MAX; depth++) {
            switch (current) {
                case ConnectException refused -> {
                    return "connection refused";
                }
                case UnknownHostException unknown -> {
                    return "unknown host";
                }
                case TimeoutException silent -> {
                    return "no answer in time";
                }
                case WebApplicationException answered -> {
                    return "it answered " + answered.getResponse().getStatus();
                }
                default -> current = current.getCause();
            }
        }
        return "the connection broke";
    }
}
