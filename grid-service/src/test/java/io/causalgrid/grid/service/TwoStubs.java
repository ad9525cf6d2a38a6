package io.causalgrid.grid.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/**
 * Two stub substations for a balancer under test, with one store: {@code a} and {@code b}, or, with the argument {@value
 * #SECOND}, another name for the second. Both with the same name are two processes for one substation.
 */
public class TwoStubs implements QuarkusTestResourceLifecycleManager {
    public static final String SECOND = "second";

    /** A test that wants them. */
    public interface User {
        void use(StubSubstation first, StubSubstation second);
    }

    private String secondId = "b";
    private List<StubSubstation> stubs = List.of();

    @Override
    public void init(Map<String, String> arguments) {
        secondId = arguments.getOrDefault(SECOND, secondId);
    }

    @Override
    public Map<String, String> start() {
        var store = new StubStore();
        var first = new StubSubstation("a", store);
        var second = new StubSubstation(secondId, store);
        stubs = List.of(first, second);
        return Map.of("causalgrid.grid.substations", "a=" + first.url() + "," + secondId + "=" + second.url());
    }

    @Override
    public void inject(Object test) {
        if (test instanceof User user) {
            user.use(stubs.getFirst(), stubs.getLast());
        }
    }

    @Override
    public void stop() {
        stubs.forEach(StubSubstation::answerNow);
        stubs.forEach(StubSubstation::die);
    }
}
