package io.causalgrid.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.cli.standin.FakeGrid;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ChargingDemoTest {

    private static final DemoListener NOBODY = new DemoListener() {
        @Override
        public void begins(String start) {}

        @Override
        public void done(Step step) {}
    };

    @Test
    void onAFreshClusterVehiclesAlternateTenAndTen() throws IOException {
        try (FakeGrid grid = new FakeGrid(0, 0)) {
            DemoReport report = new ChargingDemo(grid.gateway(), NOBODY).play();

            assertThat(report.passed()).isTrue();
            assertThat(report.fresh()).isTrue();
            assertThat(report.verdict()).isEqualTo("20 vehicles charge: 10 at substation1 and 10 at substation2.");
            assertThat(report.steps())
                    .extracting(
                            step -> step.expected().at("/result/current_load").asInt())
                    .startsWith(1, 1, 2, 2, 3, 3)
                    .endsWith(10, 10);
            assertThat(report.steps().get(0).expected().path("routed_to"))
                    .isNotEqualTo(report.steps().get(1).expected().path("routed_to"));
        }
    }

    @Test
    void onAUsedClusterTheExpectedOrderFollowsFromTheLoadsAtTheStart() throws IOException {
        try (FakeGrid grid = new FakeGrid(4, 0)) {
            DemoReport report = new ChargingDemo(grid.gateway(), NOBODY).play();

            assertThat(report.passed()).isTrue();
            assertThat(report.fresh()).isFalse();
            assertThat(report.start()).contains("substation1 has 4 sessions, substation2 has 0 sessions");
            assertThat(report.verdict()).isEqualTo("20 vehicles charge: 8 at substation1 and 12 at substation2.");
        }
    }

    @Test
    void aSubstationThatTheGatewayIsAboutToHearOfIsWaitedFor() throws IOException {
        try (FakeGrid grid = new FakeGrid(0, 0)) {
            grid.hearOfOthersAfter(3);

            DemoReport report = new ChargingDemo(grid.gateway(), NOBODY).play();

            assertThat(report.verdict()).isEqualTo("20 vehicles charge: 10 at substation1 and 10 at substation2.");
        }
    }

    @Test
    void aBalancerThatDoesNotBalanceFailsTheDemo() throws IOException {
        try (FakeGrid grid = new FakeGrid(0, 0)) {
            grid.sendAllToTheFirst();

            DemoReport report = new ChargingDemo(grid.gateway(), NOBODY).play();

            assertThat(report.passed()).isFalse();
            assertThat(report.steps()).hasSize(2);
            assertThat(report.verdict()).startsWith("Not as expected: Vehicle 2");
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerIsSaidSo() {
        ChargingDemo demo = new ChargingDemo(URI.create("http://127.0.0.1:1"), NOBODY);

        assertThatThrownBy(demo::play).isInstanceOf(DemoException.class).hasMessageContaining("no answer");
    }
}
