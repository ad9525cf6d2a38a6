package io.causalgrid.systemtests.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.systemtests.monitoring.PromQlText.Selector;
import org.junit.jupiter.api.Test;

class PromQlTextTest {

    @Test
    void findsEveryMetricAndNothingElse() {
        var expression = """
                (min_over_time(kv_behind[5m]) > 0 unless on (peer) peer:down:bool == 1)
                  and on () sum(rate(kv_writes_total{site=~"node(0|1)", a="}"}[5m] offset 15m)) == bool 0.5e3
                """;

        assertThat(PromQlText.of(expression).metrics())
                .containsExactly("kv_behind", "peer:down:bool", "kv_writes_total");
    }

    @Test
    void readsRangeAndFunctionOfEachMetric() {
        var expression = "histogram_quantile(0.99, sum by (le) (rate(a_bucket{b=\"c\"}[$__rate_interval]))) / max(d)";

        assertThat(PromQlText.of(expression).selectors())
                .containsExactly(new Selector("a_bucket", "$__rate_interval", "rate"), new Selector("d", null, "max"));
    }

    @Test
    void labelListsAreNoMetrics() {
        var expression = "a * on (instance) group_left (role) b + ignoring (c) group_right d";

        assertThat(PromQlText.of(expression).metrics()).containsExactly("a", "b", "d");
    }

    @Test
    void labelReplacementIsReadAsAFunction() {
        var expression =
                "max by (peer) (label_replace(up{job=\"kv\"} == bool 0, \"peer\", \"$1\", \"instance\", \"(.+)\"))";

        assertThat(PromQlText.of(expression).metrics()).containsExactly("up");
    }

    @Test
    void aCounterIsInOrderOnlyInsideRateOrIncrease() {
        assertThat(PromQlText.of("increase(a_total[5m])").selectors()).allMatch(Selector::isWrappedInRate);
        assertThat(PromQlText.of("sum(a_total)").selectors())
                .allMatch(Selector::isCounter)
                .noneMatch(Selector::isWrappedInRate);
        assertThat(PromQlText.of("max_over_time(a_total[5m])").selectors()).noneMatch(Selector::isWrappedInRate);
    }
}
