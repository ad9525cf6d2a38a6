package io.causalgrid.grid.service.wire;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;

/** Problems that more than one role answers with. */
public final class Refusals {
    /** What RFC 9110 calls 422; the draft on the Idempotency-Key header asks for it. */
    private static final int UNPROCESSABLE = 422;

    private Refusals() {}

    /** The same key with another order: a mistake of the client, which a new answer would hide. */
    public static HttpProblem keyReused() {
        return HttpProblem.builder()
                .withType(URI.create("urn:causalgrid:problem:idempotency-key-reused"))
                .withTitle("Unprocessable Content")
                .withStatus(UNPROCESSABLE)
                .withDetail("This Idempotency-Key was used before with another request.")
                .build();
    }
}
