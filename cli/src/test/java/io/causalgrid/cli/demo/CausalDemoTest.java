package io.causalgrid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.cli.standin.FakeReplicas;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CausalDemoTest {

    private final List<Step> heard = new ArrayList<>();

    private final DemoListener listener = new DemoListener() {
        @Override
        public void begins(String start) {}

        @Override
        public void done(Step step) {
            heard.add(step);
        }
    };

    @Test
    void onAFreshClusterExactlyTheReferenceDocumentsAreExpected() throws IOException {
        try (FakeReplicas replicas = new FakeReplicas(Map.of(), 0, 0, 0)) {
            DemoReport report = new CausalDemo(replicas.urls(), listener).play();

            assertThat(report.passed()).isTrue();
            assertThat(report.fresh()).isTrue();
            assertThat(report.steps())
                    .extracting(step -> step.expected().toString())
                    .containsExactly(
                            "{\"status\":\"written\",\"vector_clock\":[1,0,0]}",
                            "{\"value\":\"A\",\"vector_clock\":[1,0,0]}",
                            "{\"value\":\"A\",\"vector_clock\":[1,0,0]}",
                            "{\"status\":\"written\",\"vector_clock\":[1,0,1]}",
                            "{\"store\":{\"x\":\"B\"},\"vector_clock\":[1,0,1],\"buffer\":[]}",
                            "{\"store\":{\"x\":\"B\"},\"vector_clock\":[1,0,1],\"buffer\":[]}",
                            "{\"store\":{\"x\":\"B\"},\"vector_clock\":[1,0,1],\"buffer\":[]}");
            assertThat(heard).isEqualTo(report.steps());
        }
    }

    @Test
    void onAUsedClusterTheStepsAreJudgedRelativeToItsStart() throws IOException {
        try (FakeReplicas replicas = new FakeReplicas(Map.of("other", "1", "x", "old"), 7, 2, 5)) {
            DemoReport report = new CausalDemo(replicas.urls(), listener).play();

            assertThat(report.passed()).isTrue();
            assertThat(report.fresh()).isFalse();
            assertThat(report.start()).contains("[7,2,5]");
            assertThat(report.steps().getLast().actual())
                    .hasToString("{\"store\":{\"x\":\"B\"},\"vector_clock\":[8,2,6],\"buffer\":[]}");
        }
    }

    @Test
    void aWrongAnswerFailsTheDemoAndEndsIt() throws IOException {
        try (FakeReplicas replicas = new FakeReplicas(Map.of(), 0, 0, 0)) {
            List<URI> twiceTheFirst = List.of(
                    replicas.urls().get(1),
                    replicas.urls().get(1),
                    replicas.urls().get(2));

            DemoReport report = new CausalDemo(twiceTheFirst, listener).play();

            assertThat(report.passed()).isFalse();
            assertThat(report.steps()).singleElement().satisfies(step -> {
                assertThat(step.expected()).hasToString("{\"status\":\"written\",\"vector_clock\":[1,0,0]}");
                assertThat(step.actual()).hasToString("{\"status\":\"written\",\"vector_clock\":[0,1,0]}");
                assertThat(step.passed()).isFalse();
            });
        }
    }

    @Test
    void aValueThatNeverArrivesFailsTheDemoWhenTimeIsUp() throws IOException {
        try (FakeReplicas replicas = new FakeReplicas(Map.of(), 0, 0, 0)) {
            replicas.loseValues();

            DemoReport report = new CausalDemo(replicas.urls(), listener, Duration.ofMillis(500)).play();

            assertThat(report.passed()).isFalse();
            assertThat(report.steps()).hasSize(2);
            assertThat(report.steps().getLast().waitedMillis()).isGreaterThanOrEqualTo(500);
        }
    }

    @Test
    void fewerThanThreeReplicasAreRefused() {
        assertThatThrownBy(() -> new CausalDemo(List.of(URI.create("http://127.0.0.1:1")), listener))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("at least three replicas");
    }
}
