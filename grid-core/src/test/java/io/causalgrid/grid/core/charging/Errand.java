package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request's way at a balancer: to one substation after the other, until one has it or none can. */
final class Errand {
    private static final int STEPS_MAX = 8;

    private final Balancer balancer;
    private final Request request;
    private final World world;
    private final Consumer<Answer> answer;
    private final List<Substation> left;
    private @Nullable KeyRecord stored;
    private boolean keyIsNew;
    private int steps;

    Errand(Balancer balancer, Request request, World world, Consumer<Answer> answer) {
        this.balancer = balancer;
        this.request = request;
        this.world = world;
        this.answer = answer;
        this.keyIsNew = request.keyIsNew();
        this.left = new ArrayList<>(balancer.substations());
        Collections.shuffle(left, world.scheduler().random());
    }

    void begin() {
        next();
    }

    private void next() {
        if (left.isEmpty()) {
            answer.accept(new Answer.Unavailable());
        } else {
            reserve(left.removeFirst());
        }
    }

    private void reserve(Substation at) {
        if (++steps > STEPS_MAX) {
            answer.accept(new Answer.Unavailable());
            return;
        }
        Attempt attempt = balancer.attempt(request.key());
        boolean isNew = keyIsNew;
        keyIsNew = false;
        balancer.ask(
                at,
                number -> new Input.Reserve(number, attempt, isNew, request.order()),
                reply -> heard(at, attempt, reply));
    }

    private void heard(Substation at, Attempt attempt, @Nullable Reply reply) {
        switch (reply) {
            case null -> lost(at, attempt);
            case Reply.Reserved(var terms, long _) -> {
                world.oracle().held(terms.id());
                balancer.mayStall();
                balancer.run(() -> confirm(at, terms.id()));
            }
            case Reply.Queued(var terms, int _) -> answer.accept(new Answer.Waiting(terms.id(), at.id()));
            case Reply.Here(var session) -> answer.accept(new Answer.Present(session, at.id()));
            case Reply.Elsewhere(var record) -> elsewhere(record);
            case Reply.UnderWay(String where) -> balancer.after(400, () -> reserve(named(where)));
            case Reply.KeyReused() -> answer.accept(new Answer.Reused());
            case Reply.Full(int _) -> goOn();
            case Reply.Unavailable(var why) -> {
                if (why == Reply.Why.IN_DOUBT) {
                    balancer.after(200, () -> reserve(at));
                } else if (at.processes().size() > 1 && steps < STEPS_MAX / 2) {
                    balancer.after(50, () -> reserve(at));
                } else {
                    goOn();
                }
            }
            case Reply.Charging _, Reply.Gone _, Reply.Done _ ->
                throw new AssertionError("a reservation is answered with " + reply);
        }
    }

    /** Whoever has the key cannot be asked: what is stored is the answer, if there is something. */
    private void goOn() {
        KeyRecord record = stored;
        if (record != null && record.state() != KeyRecord.State.ENDED) {
            // Its owner may not have seen yet whether its confirmation was in time, and take it back.
            answer.accept(new Answer.Unavailable());
        } else if (record != null) {
            world.count(Happening.ANSWER_FROM_STORE);
            answer.accept(new Answer.AsStored(record));
        } else {
            next();
        }
    }

    private void lost(Substation at, Attempt attempt) {
        if (world.scheduler().chance(50)) {
            balancer.ask(at, number -> new Input.GiveBack(number, attempt), _ -> {});
        }
        if (stored != null) {
            goOn();
        } else {
            reserve(at);
        }
    }

    private void confirm(Substation at, String sessionId) {
        balancer.ask(at, number -> new Input.Confirm(number, sessionId), reply -> {
            switch (reply) {
                case Reply.Charging(var accepted) ->
                    answer.accept(new Answer.Charging(accepted.terms().id(), at.id()));
                case Reply.Gone() -> {
                    world.oracle().released(sessionId);
                    reserve(at);
                }
                case null, default -> reserve(at); // in doubt: the substation knows, or will
            }
        });
    }

    private void elsewhere(KeyRecord record) {
        if (stored != null) {
            goOn(); // it was asked, and does not know better
            return;
        }
        stored = record;
        reserve(named(record.substation()));
    }

    private Substation named(String id) {
        return balancer.substations().stream()
                .filter(substation -> substation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
