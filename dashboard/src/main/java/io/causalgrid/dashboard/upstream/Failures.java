package io.causalgrid.dashboard.upstream;

import io.smallrye.mutiny.TimeoutException;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.stream.Stream;

/** Says in a few words, for a visitor, why a service could not be asked. */
final class Failures {
    private static final int CAUSES_MAX = 8;

    private Failures() {}

    static String describe(Throwable failure) {
        return causes(failure)
                .map(Failures::words)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("the connection broke");
    }

    /** Whether the service was never reached, so that a request cannot have had an effect. */
    static boolean neverConnected(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof ConnectException || cause instanceof UnknownHostException);
    }

    private static String words(Throwable cause) {
        return switch (cause) {
            case ConnectException refused -> "connection refused";
            case UnknownHostException unknown -> "unknown host";
            case TimeoutException silent -> "no answer in time";
            case WebApplicationException answered ->
                "it answered " + answered.getResponse().getStatus();
            default -> "";
        };
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(CAUSES_MAX);
    }
}
