package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.replication.Quorum;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Turns requests that count this site for a majority away while it may not be counted, and says among whom it was. Both looks at
 * the membership frame the answer: who answered under two memberships says neither.
 */
@Singleton
class QuorumGate {
    /** The header by which a request asks. */
    static final String ASKS = "Quorum";

    /** The header of the answer. */
    static final String MEMBERS = "Quorum-Members";

    private static final String REQUIRED = "required";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Quorum quorum;

    QuorumGate(Quorum quorum) {
        this.quorum = quorum;
    }

    /**
     * Why a request that asks is not answered; nothing if it is.
     *
     * @param asks what it asks for
     */
    Optional<HttpProblem> refusal(String asks) {
        if (!asks.equals(REQUIRED)) {
            return Optional.of(Problems.invalidRequest("The header Quorum can say 'required', and nothing else."));
        }
        return quorum.hindrance().map(why -> Problems.unavailable("not-in-quorum", why, RETRY_AFTER)
                .build());
    }

    /** Among whom this site is counted now. An answer says so if that was so before it was made, too. */
    String members() {
        return quorum.members();
    }
}
