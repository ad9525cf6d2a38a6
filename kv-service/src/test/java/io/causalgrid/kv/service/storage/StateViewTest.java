package io.causalgrid.kv.service.storage;

import static io.causalgrid.kv.service.storage.RandomSites.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.StateException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateViewTest {
    private static final long ONE_KEY = 1;

    @TempDir
    Path directory;

    @Test
    void itShowsTheDataOfOneMomentWhateverIsWrittenMeanwhile() {
        var sites = new RandomSites(11);
        try (RocksState state = States.open(directory, A)) {
            States.step(sites, A, state, 60);
            List<KeyedRegister> before = state.scan(KeyRange.ALL, Integer.MAX_VALUE);
            try (StateView view = state.view()) {
                assertThat(view.point()).isEqualTo(state.point());

                var seen = new ArrayList<KeyedRegister>();
                Optional<String> after = Optional.of(""); // behind the system key
                for (var page = view.page("", after, ONE_KEY); !page.isEmpty(); page = view.page("", after, ONE_KEY)) {
                    assertThat(page).hasSize(1);
                    seen.addAll(page);
                    after = Optional.of(page.getLast().key());
                    States.step(sites, A, state, 5);
                    States.flush(state);
                }

                assertThat(seen).isEqualTo(before).hasSizeGreaterThan(4);
                assertThat(state.scan(KeyRange.ALL, Integer.MAX_VALUE)).isNotEqualTo(before);
            }
        }
    }

    @Test
    void aPageHasTheKeysWithThePrefixAndNoOthers() {
        var model = new Model(A);
        try (RocksState state = States.open(directory, A)) {
            for (String key : List.of("", "a", "a/", "a/1", "a/2", "a0", "b")) {
                States.put(model, state, key, Value.text("v"));
            }
            try (StateView view = state.view()) {
                assertThat(keys(view, "a/", Optional.empty())).containsExactly("a/", "a/1", "a/2");
                assertThat(keys(view, "a/", Optional.of("a/1"))).containsExactly("a/2");
                assertThat(keys(view, "c", Optional.empty())).isEmpty();
                assertThat(keys(view, "", Optional.empty())).hasSize(7);
            }
        }
    }

    @Test
    void itIsGoneWhenTheStateIsReplacedAndHoldsNothingUp() {
        var model = new Model(A);
        try (RocksState state = States.open(directory, A)) {
            StateView view = state.view();
            States.put(model, state, "a", Value.text("v"));
            States.flush(state);

            state.recover();

            assertThatThrownBy(() -> view.page("", Optional.empty(), ONE_KEY)).isInstanceOf(StateException.class);
            view.close();
            view.close();
            assertThat(view.point().keys()).isZero();
            assertThat(state.point().keys()).isOne();
        }
    }

    @Test
    void aStateCanBeClosedWhileSomebodyHasAView() {
        RocksState state = States.open(directory, A);
        StateView view = state.view();

        state.close();

        assertThatThrownBy(() -> view.page("", Optional.empty(), ONE_KEY)).isInstanceOf(StateException.class);
        view.close();
    }

    private static List<String> keys(StateView view, String prefix, Optional<String> after) {
        return view.page(prefix, after, Long.MAX_VALUE).stream()
                .map(KeyedRegister::key)
                .toList();
    }
}
