package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A balancer, with its gateway: makes sessions in two steps at whichever substation takes them. It keeps nothing. */
final class Balancer extends Machine {
    private static final long CALL_MILLIS = 2_200;

    private final List<Substation> substations;
    private final World world;
    /** Which of a substation's processes answered last. */
    private final Map<Substation, Integer> known = new HashMap<>();

    private final Map<String, Answer> memory = new HashMap<>();
    private long attempts;

    Balancer(String name, List<Substation> substations, World world) {
        super(name, world.scheduler());
        this.substations = substations;
        this.world = world;
    }

    @Override
    void started() {}

    @Override
    void crashed() {
        known.clear();
        memory.clear();
    }

    /** Between a reservation and its confirmation. */
    void mayStall() {
        if (world.oracle().isTroubled() && scheduler().chance(6)) {
            world.count(Happening.BALANCER_STALL);
            pause();
            scheduler().in(scheduler().between(500, 9_000), this::resume);
        }
    }

    List<Substation> substations() {
        return substations;
    }

    Attempt attempt(String key) {
        boolean areAlike = world.flaw() == Flaw.ATTEMPTS_ARE_NOT_TOLD_APART;
        return new Attempt(key, areAlike ? "attempt" : name() + "-" + steadyMillis() + "-" + ++attempts);
    }

    void request(Request request, Consumer<Answer> answer) {
        Answer before = memory.get(request.key());
        if (world.flaw() == Flaw.ANSWERS_FROM_MEMORY && before != null) {
            answer.accept(before);
            return;
        }
        new Errand(this, request, world, given -> {
                    if (!(given instanceof Answer.Unavailable)) {
                        memory.put(request.key(), given);
                    }
                    answer.accept(given);
                })
                .begin();
    }

    void stop(Substation at, String sessionId, Consumer<@Nullable Reply> answer) {
        ask(at, number -> new Input.Stop(number, sessionId), answer);
    }

    /** Asks whoever seems to own it; null if nothing is heard in time. */
    void ask(Substation at, Function<Long, Input.Ask> question, Consumer<@Nullable Reply> answer) {
        int index = known.getOrDefault(at, 0) % at.processes().size();
        OwnerProcess to = at.processes().get(index);
        boolean[] isAnswered = {false};
        int life = life();
        world.net()
                .send(
                        this,
                        to,
                        Net.Manner.SERVICE,
                        () -> to.ask(question, reply -> world.net().send(to, this, Net.Manner.SERVICE, () -> {
                            if (!isAnswered[0] && isIn(life)) {
                                isAnswered[0] = true;
                                if (reply.equals(new Reply.Unavailable(Reply.Why.NO_MAJORITY))) {
                                    known.put(at, index + 1);
                                }
                                answer.accept(reply);
                            }
                        })));
        after(CALL_MILLIS, () -> {
            if (!isAnswered[0]) {
                isAnswered[0] = true;
                known.put(at, index + 1);
                answer.accept(null);
            }
        });
    }
}
