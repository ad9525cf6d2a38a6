package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.plant.Habit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How vehicles behave, and what is known of that.
 *
 * @param knowledge that policies have
 * @param habits of those that are not honest, by session
 */
public record Conduct(Knowledge knowledge, Map<String, Habit> habits) {
    /** Everybody is honest, and everything known. */
    public static final Conduct IDEAL = new Conduct(Knowledge.EXACT, Map.of());

    private static final List<Habit> BAD = List.of(Habit.DRAWS_HALF, Habit.FINISHES_EARLY, Habit.WAKES_LATE);

    public Conduct {
        habits = Map.copyOf(habits);
    }

    /** Gives a share of the sessions' vehicles some other habit, each as likely as the others. */
    public static Conduct of(
            Knowledge knowledge, List<RecordedSession> sessions, double misbehavingShare, RandomGenerator random) {
        Map<String, Habit> habits = new HashMap<>();
        for (RecordedSession session : sessions) {
            if (random.nextDouble() < misbehavingShare) {
                habits.put(session.id(), BAD.get(random.nextInt(BAD.size())));
            }
        }
        return new Conduct(knowledge, habits);
    }

    Habit habit(RecordedSession session) {
        return habits.getOrDefault(session.id(), Habit.HONEST);
    }
}
