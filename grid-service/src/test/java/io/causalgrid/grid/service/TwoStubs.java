package io.causalgrid.grid.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Two stub substations for a balancer under test. */
public class TwoStubs implements QuarkusTestResourceLifecycleManager {
    private final StubSubstation first = new StubSubstation("a");
    private final StubSubstation second = new StubSubstation("b");

    @Override
    public Map<String, String> start() {
        return Map.of("causalgrid.grid.substations", "a=" + first.url() + ",b=" + second.url());
    }

    @Override
    public void inject(Object test) {
        if (test instanceof BalancerTest balancerTest) {
            balancerTest.use(first, second);
        } else if (test instanceof EvenSplitTest evenSplitTest) {
            evenSplitTest.use(first, second);
        }
    }

    @Override
    public void stop() {
        first.answerNow();
        second.answerNow();
        first.die();
        second.die();
    }
}
