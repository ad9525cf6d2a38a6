package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.service.config.KeyedHash;
import io.causalgrid.kv.service.config.KvConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How peers prove to each other that they know the cluster's secret without sending it: a keyed hash (HMAC-SHA256, RFC
 * 2104) over the purpose, a fresh challenge, and the message. The one who asks chooses the challenge: time and a random
 * number; the one who answers proves itself over the same challenge. The cluster's name is in it too. A proof is good for as long as clocks may differ.
 */
@Singleton
class PeerProof {
    /** The request header that carries challenge and proof, {@code MILLIS.RANDOM.PROOF}. */
    static final String HEADER = "Peer-Proof";

    private static final Logger LOG = Logger.getLogger(PeerProof.class);

    private final KeyedHash key;
    private final String clusterId;
    private final Duration clockDriftMax;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    PeerProof(KvConfig config, InstantSource clock) {
        this(config.clusterId(), config.clusterSecret(), config.maxClockDrift(), clock);
        if (config.clusterSecret().isEmpty()) {
            LOG.warn("causalgrid.kv.cluster-secret is not set: anybody may replicate, and tokens are not signed");
        }
    }

    PeerProof(String clusterId, Optional<String> secret, Duration clockDriftMax, InstantSource clock) {
        this.clusterId = clusterId;
        this.key = new KeyedHash(secret.orElse("no secret"));
        this.clockDriftMax = clockDriftMax;
        this.clock = clock;
    }

    /** A challenge that nobody can foresee. */
    String newChallenge() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return clock.millis() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The header of a request that asks with that challenge. */
    String requestHeader(String challenge, byte[] body) {
        return challenge + "." + hash("request", challenge, body);
    }

    /** The challenge of a request, if its sender knows the secret and sent it just now. */
    Optional<String> checkRequest(String header, byte[] body) {
        return provenChallenge(header, body)
                .filter(challenge -> behindUs(challenge).filter(this::isSmall).isPresent());
    }

    /**
     * How far our clock is ahead of that of a sender who knows the secret, if it is that which stands between us; negative
     * if it is behind. To us an old request that somebody sends again looks the same.
     */
    Optional<Duration> clockDifference(String header, byte[] body) {
        return provenChallenge(header, body).flatMap(this::behindUs).filter(behind -> !isSmall(behind));
    }

    private Optional<String> provenChallenge(String header, byte[] body) {
        int end = header.lastIndexOf('.');
        if (end < 0) {
            return Optional.empty();
        }
        String challenge = header.substring(0, end);
        return matches(header.substring(end + 1), hash("request", challenge, body))
                ? Optional.of(challenge)
                : Optional.empty();
    }

    /** The answer to a challenge, by a site of that name. */
    String answer(String challenge, String site) {
        return hash("answer", challenge, site.getBytes(StandardCharsets.UTF_8));
    }

    boolean isAnswer(String proof, String challenge, String site) {
        return matches(proof, answer(challenge, site));
    }

    private Optional<Duration> behindUs(String challenge) {
        try {
            long millis = Long.parseLong(challenge.substring(0, Math.max(0, challenge.indexOf('.'))));
            return Optional.of(Duration.ofMillis(clock.millis() - millis));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private boolean isSmall(Duration difference) {
        return difference.abs().compareTo(clockDriftMax) <= 0;
    }

    private static boolean matches(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private String hash(String purpose, String challenge, byte[] message) {
        byte[] hash = key.of(purpose + "\n" + clusterId + "\n" + challenge + "\n", message);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
