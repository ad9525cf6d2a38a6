package io.causalgrid.grid.core.plant;

import java.util.List;
import java.util.random.RandomGenerator;

/** How a vehicle and the charge point at which it is behave together. */
public record Manners(Habit vehicle, Obedience chargePoint) {
    public static final Manners GOOD = new Manners(Habit.HONEST, Obedience.OBEYS);

    private static final List<Manners> BAD = List.of(
            new Manners(Habit.DRAWS_HALF, Obedience.OBEYS),
            new Manners(Habit.FINISHES_EARLY, Obedience.OBEYS),
            new Manners(Habit.WAKES_LATE, Obedience.OBEYS),
            new Manners(Habit.HONEST, Obedience.OBEYS_LATE),
            new Manners(Habit.HONEST, Obedience.REFUSES),
            new Manners(Habit.HONEST, Obedience.IGNORES),
            new Manners(Habit.HONEST, Obedience.LETS_MORE),
            new Manners(Habit.HONEST, Obedience.LOSES_LINK));

    /** Those of one of many, of whom a share misbehaves in one way or another, each as likely as the others. */
    public static Manners ofOne(double misbehavingShare, RandomGenerator random) {
        return random.nextDouble() < misbehavingShare ? BAD.get(random.nextInt(BAD.size())) : GOOD;
    }
}
