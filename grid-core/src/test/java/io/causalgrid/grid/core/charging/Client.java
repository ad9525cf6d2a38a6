package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wants to charge, and asks until it is told what has come of it; later it may ask again, ask for something else, or stop. */
final class Client extends Machine {
    private static final int TRIES_MAX = 25;

    private final String key;
    private final boolean hasKey;
    private final List<Balancer> balancers;
    private final World world;
    private final ChargeOrder order;
    private int tries;
    private @Nullable Answer answer;

    Client(String key, List<Balancer> balancers, World world) {
        super("client " + key, world.scheduler());
        this.key = key;
        this.balancers = balancers;
        this.world = world;
        Scheduler chance = world.scheduler();
        this.hasKey = chance.chance(80);
        Instant departBy = world.oracle().isTroubled() && chance.chance(30)
                ? Instant.ofEpochMilli(wallMillis() + chance.between(5_000, 40_000))
                : null;
        this.order = new ChargeOrder(
                key,
                world.oracle().isTroubled() ? (double) chance.between(3, 60) : 500.0,
                departBy,
                chance.chance(70) ? null : 2_500.0);
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    String key() {
        return key;
    }

    @Override
    void started() {
        send(order, !hasKey);
    }

    @Override
    void crashed() {}

    private void send(ChargeOrder what, boolean keyIsNew) {
        Balancer to = balancers.get(scheduler().random().nextInt(balancers.size()));
        var request = new Request(key, keyIsNew, what, scheduler().nowMillis());
        boolean[] isHeard = {false};
        tries++;
        world.net()
                .send(
                        this,
                        to,
                        Net.Manner.SERVICE,
                        () -> to.request(request, given -> world.net().send(to, this, Net.Manner.SERVICE, () -> {
                            world.oracle().told(request, given);
                            if (!isHeard[0]) {
                                isHeard[0] = true;
                                heard(what, given);
                            }
                        })));
        long patience = scheduler().between(300, 4_000);
        after(patience, () -> {
            if (!isHeard[0]) {
                isHeard[0] = true;
                again(what);
            }
        });
    }

    private void again(ChargeOrder what) {
        if (tries < TRIES_MAX) {
            world.count(Happening.KEY_REPEATED);
            after(scheduler().between(100, 1_500), () -> send(what, false));
        }
    }

    private void heard(ChargeOrder what, Answer given) {
        if (given instanceof Answer.Unavailable) {
            again(what);
            return;
        }
        if (what.equals(order)) {
            answer = given;
        }
        if (!world.oracle().isTroubled()) {
            return;
        }
        if (scheduler().chance(40)) {
            world.count(Happening.KEY_REPEATED);
            after(scheduler().between(100, 25_000), () -> send(order, false));
        }
        if (scheduler().chance(25)) {
            world.count(Happening.KEY_REPEATED_WITH_ANOTHER_ORDER);
            var other = new ChargeOrder(key, 99.0, null, null);
            after(scheduler().between(100, 15_000), () -> send(other, false));
        }
        if (scheduler().chance(25)) {
            after(scheduler().between(500, 15_000), () -> stop(given));
        }
    }

    void stop(Answer given) {
        switch (given) {
            case Answer.Charging(String id, String at) -> stop(id, at, 5);
            case Answer.Waiting(String id, String at) -> stop(id, at, 5);
            case Answer.Present(var session, String at) -> stop(session.terms().id(), at, 5);
            case Answer.AsStored _, Answer.Reused _, Answer.Unavailable _ -> {}
        }
    }

    private void stop(String id, String at, int triesLeft) {
        Balancer to = balancers.get(scheduler().random().nextInt(balancers.size()));
        Substation where = to.substations().stream()
                .filter(substation -> substation.id().equals(at))
                .findFirst()
                .orElseThrow();
        world.oracle().stopAsked(id);
        world.net()
                .send(
                        this,
                        to,
                        Net.Manner.SERVICE,
                        () -> to.stop(where, id, reply -> {
                            boolean isDone = reply instanceof io.causalgrid.grid.core.owner.Reply.Done;
                            if (!isDone && triesLeft > 1) {
                                after(500, () -> stop(id, at, triesLeft - 1));
                            }
                        }));
    }
}
