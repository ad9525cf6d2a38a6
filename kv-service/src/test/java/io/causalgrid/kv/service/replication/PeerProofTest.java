package io.causalgrid.kv.service.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerProofTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final byte[] BODY = "a feed request".getBytes(StandardCharsets.UTF_8);

    private final PeerProof ours = proof("the secret of this cluster", NOW);

    @Test
    void aMemberIsBelievedAndCanTellThatItTalksToOne() {
        PeerProof theirs = proof("the secret of this cluster", NOW);
        String challenge = theirs.newChallenge();

        var accepted = ours.checkRequest(theirs.requestHeader(challenge, BODY), BODY);

        assertThat(accepted).contains(challenge);
        assertThat(theirs.isAnswer(ours.answer(challenge, "node0"), challenge, "node0"))
                .isTrue();
    }

    @Test
    void whoDoesNotKnowTheSecretIsNotBelievedInEitherDirection() {
        PeerProof stranger = proof("some other secret text", NOW);
        String challenge = stranger.newChallenge();

        assertThat(ours.checkRequest(stranger.requestHeader(challenge, BODY), BODY))
                .isEmpty();
        assertThat(ours.isAnswer(stranger.answer(challenge, "node0"), challenge, "node0"))
                .isFalse();
    }

    @Test
    void aProofIsForOneBodyOneSiteAndOneMoment() {
        String challenge = ours.newChallenge();
        String header = ours.requestHeader(challenge, BODY);

        assertThat(ours.checkRequest(header, "another body".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ours.isAnswer(ours.answer(challenge, "node1"), challenge, "node0"))
                .isFalse();
        assertThat(proof("the secret of this cluster", NOW.plus(Duration.ofSeconds(61)))
                        .checkRequest(header, BODY))
                .isEmpty();
    }

    @Test
    void whoKnowsTheSecretHearsThatItIsTheClock() {
        String header = ours.requestHeader(ours.newChallenge(), BODY);
        PeerProof tenDaysAhead = proof("the secret of this cluster", NOW.plus(Duration.ofDays(10)));

        assertThat(tenDaysAhead.checkRequest(header, BODY)).isEmpty();
        assertThat(tenDaysAhead.clockDifference(header, BODY)).contains(Duration.ofDays(10));
        assertThat(proof("some other secret text", NOW.plus(Duration.ofDays(10)))
                        .clockDifference(header, BODY))
                .isEmpty();
        assertThat(ours.clockDifference(header, BODY)).isEmpty();
    }

    @Test
    void aRequestsProofIsNoAnswer() {
        String challenge = ours.newChallenge();
        String header = ours.requestHeader(challenge, BODY);
        String reflected = header.substring(header.lastIndexOf('.') + 1);

        assertThat(ours.isAnswer(reflected, challenge, "node0")).isFalse();
    }

    @Test
    void garbageIsRefused() {
        for (String header : new String[] {"", ".", "..", "x.y.z", "99999999999999999999.a.b", "-1.a.b"}) {
            assertThat(ours.checkRequest(header, BODY)).isEmpty();
        }
    }

    @Test
    void whoBelongsToAnotherClusterIsNotBelievedEvenWithOurSecretOrWithoutAny() {
        for (var secret : List.of(Optional.of("the secret of this cluster"), Optional.<String>empty())) {
            PeerProof here = proof("here", secret, NOW);
            PeerProof elsewhere = proof("elsewhere", secret, NOW);
            String challenge = elsewhere.newChallenge();

            assertThat(here.checkRequest(elsewhere.requestHeader(challenge, BODY), BODY))
                    .isEmpty();
            assertThat(elsewhere.isAnswer(here.answer(challenge, "node0"), challenge, "node0"))
                    .isFalse();
        }
    }

    private static PeerProof proof(String secret, Instant now) {
        return proof("here", Optional.of(secret), now);
    }

    private static PeerProof proof(String cluster, Optional<String> secret, Instant now) {
        return new PeerProof(cluster, secret, Duration.ofSeconds(60), InstantSource.fixed(now));
    }
}
