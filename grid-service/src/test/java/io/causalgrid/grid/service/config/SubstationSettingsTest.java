package io.causalgrid.grid.service.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.KnownPolicy;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubstationSettingsTest {
    @Test
    void withoutSettingsPowerIsDividedAsInASimulation() {
        GridConfig.SubstationConfig substation = substation(Map.of());

        AllocatorSettings simulated = AllocationDefaults.allocator(OrderSettings.DEFAULT);
        assertThat(substation.policy()).isEqualTo(KnownPolicy.named(AllocationDefaults.POLICY));
        assertThat(substation.turn()).isEqualTo(simulated.turn());
        assertThat(substation.turnWait()).isEqualTo(simulated.patience());
        assertThat(substation.optimiserTime()).isEqualTo(Duration.ofMillis(AllocationDefaults.SOLVER_MILLIS));
    }

    @Test
    void anUnknownPolicyIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> substation(Map.of("causalgrid.grid.substation.policy", "best")))
                .hasMessageContaining("causalgrid.grid.substation.policy")
                .hasMessageContaining("there is no policy best; there are first-come, equal-share");
    }

    private static GridConfig.SubstationConfig substation(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GridConfig.class)
                .withDefaultValues(values)
                .build();
        return config.getConfigMapping(GridConfig.class).substation();
    }
}
