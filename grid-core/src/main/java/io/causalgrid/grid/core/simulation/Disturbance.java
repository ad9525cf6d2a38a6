package io.causalgrid.grid.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How sessions differ from what was said about them.
 *
 * @param deadlineNoise standard deviation of the error in the deadlines that drivers give
 * @param earlyShare of the sessions that end before they said, 0 to 1: each of these after a random part of its stay, half
 *     of it at least
 */
public record Disturbance(Duration deadlineNoise, double earlyShare) {
    private static final Duration STAY_MIN = Duration.ofMinutes(1);

    public Disturbance {
        if (deadlineNoise.isNegative() || !(earlyShare >= 0 && earlyShare <= 1)) {
            throw new IllegalArgumentException("noise " + deadlineNoise + ", early share " + earlyShare);
        }
    }

    /** The sessions with such differences; the deadline said stays after the arrival. */
    public List<RecordedSession> applyTo(List<RecordedSession> sessions, RandomGenerator random) {
        return sessions.stream().map(session -> disturbed(session, random)).toList();
    }

    private RecordedSession disturbed(RecordedSession session, RandomGenerator random) {
        // Always three numbers a session, so that one option does not change what another one does.
        double error = random.nextGaussian();
        boolean early = random.nextDouble() < earlyShare;
        double part = 0.5 + 0.5 * random.nextDouble();
        Instant said = session.deadline().plusMillis(Math.round(error * deadlineNoise.toMillis()));
        Instant earliest = session.arrival().plus(STAY_MIN);
        RecordedSession saying = session.saying(said.isBefore(earliest) ? earliest : said);
        if (!early) {
            return saying;
        }
        Instant leaves =
                session.arrival().plusMillis(Math.round(part * session.stay().toMillis()));
        return leaves.isAfter(session.arrival()) ? saying.leaving(leaves) : saying;
    }
}
