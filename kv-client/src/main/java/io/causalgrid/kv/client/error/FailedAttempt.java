package io.causalgrid.kv.client.error;

import java.io.Serializable;
import java.net.URI;

/** Why an endpoint gave no answer that could be used, the last time that it was asked in a call. */
public record FailedAttempt(URI endpoint, String reason) implements Serializable {

    @Override
    public String toString() {
        return endpoint + ": " + reason;
    }
}
